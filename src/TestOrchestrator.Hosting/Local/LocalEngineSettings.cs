using System.Net;
using Aspire.Hosting;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Local;

/// <summary>How the local engine runs one application. Immutable.</summary>
internal sealed record LocalEngineSettings
{
    /// <summary>Gets what the application is for, such as the name of a test class.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the builder that the engine was put into.</summary>
    public IDistributedApplicationBuilder? Builder { get; init; }

    /// <summary>Gets the run that the application belongs to.</summary>
    /// <value>Null: the application has a run of its own, which is started and ended with it.</value>
    public EngineRun? Run { get; init; }

    /// <summary>Gets the lane.</summary>
    public Lane Lane { get; init; } = Lane.Fast;

    /// <summary>Gets the address that the application shares with others.</summary>
    /// <value>Null: an address of its own.</value>
    public IPAddress? Address { get; init; }

    /// <summary>Gets the kept application whose data this one starts from.</summary>
    public KeptApplication? Kept { get; init; }

    /// <summary>Gets whether services of Aspire that a test has no use for are left out.</summary>
    public bool IsTest { get; init; }

    /// <summary>Gets what receives telemetry in tests; null for nothing.</summary>
    public TelemetryReceiver? Telemetry { get; init; }

    /// <summary>Gets whether the health of resources is checked.</summary>
    public bool HasHealthChecks { get; init; } = true;

    /// <summary>Gets whether other versions of servers than the app host asks for are refused.</summary>
    public bool HasStrictVersions { get; init; }

    /// <summary>Finds the container engine of this machine; null if there is none.</summary>
    public Func<CancellationToken, Task<ContainerEngineApi?>> FindContainerEngine { get; init; } = ContainerEngineApi.FindAsync;

    /// <summary>Makes the settings of an app host that is started by itself, by hand or by Aspire.Hosting.Testing.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="lane">The lane that was asked for; null for the default.</param>
    public static LocalEngineSettings Create(IDistributedApplicationBuilder builder, Lane? lane)
    {
        bool isTest = AspireInternals.IsForTesting(builder);
        KeptApplication? kept = !isTest && Environment.GetEnvironmentVariable(KeptApplication.Variable) is { Length: > 0 } directory ? KeptApplication.Read(directory) : null;
        return new()
        {
            Name = builder.AppHostAssembly?.GetName().Name ?? "apphost",

            // By hand services are processes, which can be watched and debugged one by one. What was kept are the data of whole servers.
            Lane = kept is not null ? Lane.Real : lane ?? (isTest ? Lane.Fast : Lane.Real),
            Address = isTest || kept is not null ? null : IPAddress.Loopback,
            Kept = kept,
            IsTest = isTest,
        };
    }

    /// <summary>Starts a run for this application alone.</summary>
    public EngineRun StartRun() => OrchestratorRun.Start(new()
    {
        Name = Name,
        ProjectDirectory = Builder!.AppHostDirectory,
        Lane = Lane,

        // What a person starts by hand calls outside as it would in production, and has no test that could name a mock.
        UnmatchedRequests = IsTest ? UnmatchedRequests.LoopbackOnly : UnmatchedRequests.Forward,
    });
}
