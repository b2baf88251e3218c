using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>What is wanted of a test session. Immutable.</summary>
internal sealed record TestSessionOptions
{
    public required Lane Lane { get; init; }

    /// <summary>Whether databases and caches of failed classes stay when the session has ended.</summary>
    public bool KeepApps { get; init; }

    /// <summary>Why nothing is kept although that is wanted; null if there is nothing to say.</summary>
    public string? WhyNothingIsKept => KeepApps && Lane == Lane.Aspire
        ? "TO4012: '--keep-apps' keeps nothing in the lane 'aspire': DCP ends with the test host, and removes the containers with what they "
            + "hold. The lanes 'fast' and 'real' keep the data of classes that fail."
        : null;

    /// <summary>What is done with the recordings of proxies that have them.</summary>
    public RecordingMode Recordings { get; init; } = RecordingMode.Auto;

    /// <summary>Whether Aspire's dashboard shows the run.</summary>
    public DashboardMode Dashboard { get; init; }

    /// <summary>Whether the telemetry of the run is kept, also without a dashboard.</summary>
    public bool Telemetry { get; init; }

    /// <summary>The <c>dotnet test</c> that started this test host, maybe with others; null for none.</summary>
    public ProcessIdentity? DotnetTest { get; init; }

    /// <summary>Where the directories of all runs are; null for the usual place.</summary>
    public string? RunsDirectory { get; init; }
}

/// <summary>Whether Aspire's dashboard shows a run.</summary>
internal enum DashboardMode
{
    Off,

    /// <summary>It ends with the run.</summary>
    On,

    /// <summary>When all tests have run it stays until the run is canceled.</summary>
    Wait,
}
