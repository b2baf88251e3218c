namespace TestOrchestrator.Engine.Tests.Runs;

[TestClass]
public sealed class RetentionTests
{
    [TestMethod]
    public async Task The_newest_runs_are_kept_and_nothing_that_is_not_a_run_is_touched()
    {
        using TemporaryDirectory directory = new();
        string[] names = ["20200101-000000-aaaa", "20210101-000000-aaaa", "20220101-000000-aaaa", "20230101-000000-aaaa", "notes", "20200101-000000-AAAA", "20201301-000000-aaaa"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.Combine(directory[name], "apps"));
        }

        EngineRun run = EngineRun.Start(new() { Name = "Tests", RunsDirectory = directory.Path, KeepRuns = 3 });
        await run.DisposeAsync();

        Assert.AreEqual(
            string.Join('\n', "20200101-000000-AAAA", "20201301-000000-aaaa", "20220101-000000-aaaa", "20230101-000000-aaaa", run.Id, "notes"),
            string.Join('\n', Directory.GetDirectories(directory.Path).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task A_run_that_is_alive_is_never_removed()
    {
        using TemporaryDirectory directory = new();
        EngineRun alive = EngineRun.Start(new() { Name = "Tests", RunsDirectory = directory.Path, KeepRuns = 1 });

        for (int i = 0; i < 3; i++)
        {
            EngineRun another = EngineRun.Start(new() { Name = "Tests", RunsDirectory = directory.Path, KeepRuns = 1, TimeProvider = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(i + 1)) });
            await another.DisposeAsync();
        }

        bool wasThere = File.Exists(Path.Combine(alive.Directory, "run.json"));
        await alive.DisposeAsync();
        Assert.IsTrue(wasThere);
    }

    [TestMethod]
    public async Task A_run_that_is_just_starting_is_never_removed()
    {
        using TemporaryDirectory directory = new();
        RunningProgram[] starters = [.. Enumerable.Range(0, 3).Select(_ => AssetPrograms.StartOwner(null, "start-runs", directory.Path, "15"))];
        await Task.WhenAll(starters.Select(s => s.LineAsync("ready"))).Soon();

        await Task.WhenAll(starters.Select(s => s.WriteLineAsync("go")));

        int[] exitCodes = await Task.WhenAll(starters.Select(s => s.ExitedAsync()));
        Assert.AreEqual("0 0 0", string.Join(' ', exitCodes), string.Join('\n', starters.SelectMany(s => s.Output)));
        await Task.WhenAll(starters.Select(s => s.DisposeAsync().AsTask()));
    }
}
