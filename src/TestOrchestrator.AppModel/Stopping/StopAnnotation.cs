namespace TestOrchestrator.AppModel.Stopping;

/// <summary>How a program is asked to end.</summary>
public sealed record StopAnnotation : IResourceAnnotation
{
    /// <summary>Gets the signal.</summary>
    /// <value>The default is SIGTERM.</value>
    public StopSignal Signal { get; init; } = StopSignal.Terminate;

    /// <summary>Gets how long it may take before it is killed with everything that came from it.</summary>
    /// <value>The default is null: what the run says, 2 seconds.</value>
    public TimeSpan? Grace { get; init; }
}
