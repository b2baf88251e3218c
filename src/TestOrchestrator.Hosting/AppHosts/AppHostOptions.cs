using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>How the application of an app host runs inside this process. Immutable.</summary>
public sealed record AppHostOptions
{
    /// <summary>Gets the run that the application belongs to.</summary>
    public required EngineRun Run { get; init; }

    /// <summary>Gets what the application is for, such as the name of a test class.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the lane.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Gets the telemetry of the run, to which services send theirs.</summary>
    /// <value>The default is null: they send none.</value>
    public RunTelemetry? Telemetry { get; init; }

    /// <summary>Gets how long the entry point may take until it has built its application.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan BuildLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how long all resources together may take until they are healthy.</summary>
    /// <value>The default is 3 minutes.</value>
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromMinutes(3);
}
