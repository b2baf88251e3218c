namespace TestOrchestrator.Engine.Providers;

/// <summary>How a resource is stopped.</summary>
public enum StopMode
{
    /// <summary>It may be started again: it ends as it would in production, and keeps what it holds.</summary>
    Keep,

    /// <summary>Its application ends: what it holds is thrown away, and only time counts.</summary>
    Discard,
}
