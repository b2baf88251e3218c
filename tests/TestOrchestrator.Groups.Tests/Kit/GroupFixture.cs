
namespace TestOrchestrator.Groups.Tests.Kit;

/// <summary>A run, and a place for group files and groups, of one test. When it is disposed of, nothing may run any more.</summary>
internal sealed class GroupFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public GroupFixture(Func<EngineRunOptions, EngineRunOptions>? options = null)
    {
        EngineRunOptions usual = new() { Name = "Tests", RunsDirectory = _directory["runs"] };
        Run = EngineRun.Start(options is null ? usual : options(usual));
        Store = new(_directory["groups"]);
        Source = Directory.CreateDirectory(_directory["shop"]).FullName;
    }

    public EngineRun Run { get; }

    public GroupStore Store { get; }

    /// <summary>Where the group file is.</summary>
    public string Source { get; }

    public IReadOnlyList<string> Processes => MarkedProcesses.With($"TESTORCHESTRATOR_RUN={Run.Id}");

    public GroupFixture With(string file, string text)
    {
        string path = Path.Combine(Source, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public Task<ProcessGroup> CreateAsync(string groupFile, params (string Name, string Value)[] parameters)
    {
        With("group.toml", groupFile);
        return HoldAsync(Store.Create(Source, new() { Parameters = parameters.ToImmutableDictionary(p => p.Name, p => p.Value) }));
    }

    public Task<ProcessGroup> HoldAsync(string directory) => ProcessGroup.HoldAsync(Run, directory);

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        Assert.IsEmpty(Processes, "Processes are left.");
        _directory.Dispose();
    }
}
