using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Configurations;
using Microsoft.Testing.Platform.Extensions.TestHost;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Platform;

/// <summary>
/// Starts the first applications at the earliest moment that is certainly in the test host, while the framework still discovers its tests.
/// </summary>
internal sealed class OrchestratorLifetime(ICommandLineOptions options, IConfiguration configuration, PendingSession pending) : ITestHostApplicationLifetime
{
    // What narrows a run leaves it open which classes will run; listing runs none.
    private static readonly string[] s_narrowing = ["filter", "filter-uid", "treenode-filter", "settings", "list-tests"];

    public string Uid => "TestOrchestrator.Lifetime";

    public string Version => ExtensionVersion.Text;

    public string DisplayName => "TestOrchestrator";

    public string Description => "Starts applications ahead of need";

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task BeforeRunAsync(CancellationToken cancellationToken)
    {
        // An IDE's server asks for runs later, each with a session of its own. 'dotnet test' speaks to its server, too, but for one run.
        bool isIde = options.IsOptionSet("server") && !options.IsOptionSet(OrchestratorOptions.DotnetTestPipe);
        if (!isIde && !Array.Exists(s_narrowing, options.IsOptionSet))
        {
            TestSession session = new(OrchestratorOptions.Read(options, configuration));
            session.Begin();
            pending.Put(session);
            session.WarmEarly();
        }

        return Task.CompletedTask;
    }

    public async Task AfterRunAsync(int exitCode, CancellationToken cancellation)
    {
        // No session came, such as when there were no tests.
        if (pending.Take() is { } unused)
        {
            await unused.DisposeAsync().ConfigureAwait(false);
        }
    }
}
