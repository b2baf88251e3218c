using System.Text.Json.Nodes;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Runs;

[TestClass]
public sealed class EngineRunTests
{
    [TestMethod]
    public async Task What_a_run_is_stands_in_its_directory()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { Name = "Shop \"Tests\"", Lane = Lane.Real, TimeProvider = clock });

        JsonNode? json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(engine.Run.Directory, "run.json")));

        Assert.AreEqual(
            $$"""
            {
              "version": 1,
              "id": "{{engine.Run.Id}}",
              "name": "Shop \u0022Tests\u0022",
              "started": "2030-01-01T00:00:00Z",
              "lane": "real",
              "pid": {{Environment.ProcessId}},
              "machine": "{{Environment.MachineName}}",
              "processors": {{Environment.ProcessorCount}},
              "stateDirectory": "{{engine.Run.StateDirectory}}"
            }
            """,
            json?.ToString());
    }

    [TestMethod]
    public async Task Its_events_say_when_it_started_and_ended()
    {
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o);

        await engine.Run.DisposeAsync();

        Assert.AreEqual("run-started name=Tests lane=fast, nursery-started, run-ended", string.Join(", ", engine.Events()));
        Assert.IsFalse(Directory.Exists(engine.Run.StateDirectory));
    }

    [TestMethod]
    public async Task The_end_of_a_run_is_the_end_of_its_applications_and_processes()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        engine.AddFake("server").Journal(journal);
        RunningApplication first = await engine.StartAsync().Soon();
        RunningApplication second = engine.Create();
        ChildProcess process = await engine.StartScriptAsync("exec sleep 300");

        await engine.Run.DisposeAsync();

        Assert.AreEqual(
            "server is disposed of, server is disposed of, server starts, server stops: Discard",
            string.Join(", ", journal.Order(StringComparer.Ordinal)));
        Assert.IsTrue(process.Exited.IsCompleted);
        Assert.IsFalse(Directory.Exists(first.StateDirectory) || Directory.Exists(second.StateDirectory));
    }

    [TestMethod]
    public async Task Whoever_disposes_of_a_run_waits_for_its_end()
    {
        await using TestEngine engine = new();
        TaskCompletionSource stopped = new();
        Fake server = engine.AddFake("server").Stopping(() => stopped.Task);
        await engine.StartAsync().Soon();

        Task[] disposals = [.. Enumerable.Range(0, 3).Select(_ => engine.Run.DisposeAsync().AsTask())];
        await server.Instance.AskedToStop.Soon();
        bool early = disposals.Any(d => d.IsCompleted);
        stopped.SetResult();

        await Task.WhenAll(disposals).Soon();
        Assert.IsFalse(early);
        Assert.HasCount(1, engine.Events("run-ended"));
    }

    [TestMethod]
    public async Task No_application_can_be_made_in_a_run_that_was_disposed_of()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        GroupDefinition group = engine.Build();
        await engine.Run.DisposeAsync();

        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Run.CreateApplication(group, new() { Name = "Test" }));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => engine.StartScriptAsync("exit 0"));
    }

    [TestMethod]
    public async Task A_run_can_be_disposed_of_before_its_nursery_has_started()
    {
        using TemporaryDirectory directory = new();

        for (int i = 0; i < 5; i++)
        {
            EngineRun run = EngineRun.Start(new() { Name = "Tests", RunsDirectory = directory.Path });
            await run.DisposeAsync().AsTask().Soon();
            Assert.IsFalse(Directory.Exists(run.StateDirectory));
        }
    }

    [TestMethod]
    public async Task A_nursery_that_does_not_answer_is_told_and_not_left_behind()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = new(o => o with { TimeProvider = clock });
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(30)).Soon();

        clock.Advance(TimeSpan.FromSeconds(30));

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => engine.StartScriptAsync("exit 0")).Soon();
        Assert.AreEqual("TO1202: The nursery, the helper process that owns all processes of the run, did not start. It did not answer within 30 s.", error.Message);
    }

    [TestMethod]
    public void Everything_that_is_wrong_with_the_options_is_told_at_once()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => EngineRun.Start(new()
        {
            Name = "Tests",
            RunsDirectory = "runs",
            KeepRuns = 0,
            StartLimit = TimeSpan.Zero,
            PrepareLimit = TimeSpan.FromSeconds(-1),
            StopGrace = TimeSpan.Zero,
            HealthInterval = TimeSpan.Zero,
        }));

        Assert.AreEqual(
            "RunsDirectory is 'runs'; it must be a full path, as the current directory is not the same for everybody. "
            + "KeepRuns is 0; at least this run must be kept. "
            + "StartLimit is 00:00:00; it must be longer than nothing. "
            + "PrepareLimit is -00:00:01; it must be longer than nothing. "
            + "StopGrace is 00:00:00; it must be longer than nothing. "
            + "HealthInterval is 00:00:00; it must be longer than nothing, or null for never. (Parameter 'options')",
            error.Message);
    }

    [TestMethod]
    public void The_usual_options_are_in_order() =>
        Assert.IsEmpty(new EngineRunOptions { Name = "Tests", RunsDirectory = "/runs" }.Problems());
}
