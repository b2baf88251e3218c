using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Runs;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>A run whose directory goes with it. Thread-safe.</summary>
internal sealed class HostingRun : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public HostingRun(TimeProvider? timeProvider = null) =>
        Run = OrchestratorRun.Start(new() { Name = "tests", ProjectDirectory = _directory.Path, TimeProvider = timeProvider ?? TimeProvider.System });

    public EngineRun Run { get; }

    /// <summary>Reads what has happened so far, a line of JSON for each event.</summary>
    public string ReadEvents()
    {
        using FileStream file =
            new(Path.Combine(Run.Directory, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _directory.Dispose();
    }
}
