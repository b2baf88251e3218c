using System.Text.Json;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>A run of the engine whose run directory goes with it. Thread-safe.</summary>
public sealed class TemporaryRun : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private TemporaryRun(Lane lane, Func<EngineRunOptions, EngineRunOptions> change)
    {
        Run = EngineRun.Start(change(new() { Name = "tests", RunsDirectory = _directory.Path, Lane = lane }));
    }

    public EngineRun Run { get; }

    public static TemporaryRun Start(Lane lane, Func<EngineRunOptions, EngineRunOptions>? change = null) => new(lane, change ?? (o => o));

    /// <summary>Starts an application. It ends with the run, or when it is disposed of.</summary>
    public Task<RunningApplication> StartAsync(Action<TestGroup> describe, Lane? lane = null, CancellationToken cancellationToken = default) =>
        Run.StartApplicationAsync(TestGroup.Of(describe), new() { Name = "app", Lane = lane }, cancellationToken);

    /// <summary>Makes an application and starts nothing yet.</summary>
    public RunningApplication Create(Action<TestGroup> describe) =>
        Run.CreateApplication(TestGroup.Of(describe), new() { Name = "app" });

    /// <summary>Reads the events of a kind that have happened so far.</summary>
    public JsonElement[] Events(string kind) => [.. AllEvents().Where(e => e.GetProperty("event").GetString() == kind)];

    public string EventsText()
    {
        using FileStream file = new(Path.Combine(Run.Directory, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _directory.Dispose();
    }

    private IEnumerable<JsonElement> AllEvents()
    {
        foreach (string line in EventsText().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
