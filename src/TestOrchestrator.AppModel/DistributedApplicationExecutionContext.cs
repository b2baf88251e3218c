namespace TestOrchestrator.AppModel;

/// <summary>What an application is built for. Thread-safe.</summary>
/// <remarks>Publishing is not supported: an app host that is run here always runs.</remarks>
public sealed class DistributedApplicationExecutionContext
{
    /// <summary>Gets whether the application is built to be run.</summary>
    /// <value>Always true.</value>
    public bool IsRunMode { get; } = true;

    /// <summary>Gets whether the application is built to be published.</summary>
    /// <value>Always false.</value>
    public bool IsPublishMode { get; }
}
