using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>What is wanted of a test session. Immutable.</summary>
internal sealed record TestSessionOptions
{
    public required Lane Lane { get; init; }

    /// <summary>Whether databases and caches of failed classes stay when the session has ended.</summary>
    public bool KeepApps { get; init; }

    /// <summary>What is done with the recordings of proxies that have them.</summary>
    public RecordingMode Recordings { get; init; } = RecordingMode.Auto;

    /// <summary>Where the directories of all runs are; null for the usual place.</summary>
    public string? RunsDirectory { get; init; }
}
