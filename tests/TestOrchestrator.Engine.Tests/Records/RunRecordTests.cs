using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Engine.Tests.Records;

[TestClass]
public sealed class RunRecordTests
{
    [TestMethod]
    public async Task What_a_run_leaves_behind_tells_its_applications_states_and_tests()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "sleep 60");
        engine.AddScript("job", "echo done");
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        engine.Run.Events.Write("test-ended", ("app", application.Id), ("test", "First"), ("outcome", "passed"));
        engine.Run.Events.Write("test-ended", ("app", application.Id), ("test", "Second"), ("outcome", "failed"));
        await application.DisposeAsync();

        RunRecord run = RunRecord.Read(engine.Run.Directory);

        ApplicationRecord read = run.Applications.Single();
        Assert.AreEqual("Tests fast 1 passed 1 failed", $"{run.Name} {run.Lane} {run.Passed} passed {run.Failed} failed");
        Assert.AreEqual($"{application.Id} Test", $"{read.Id} {read.Name}");
        Assert.IsNotNull(read.Stopped);
        Assert.AreEqual("Ready", read.Units.Single(u => u.Name == "server").States[^1].State, "Its last state is that before it was stopped.");
        UnitRecord job = read.Units.Single(u => u.Name == "job");
        Assert.AreEqual("Completed 0", $"{job.States[^1].State} {job.States[^1].ExitCode}");
        Assert.AreEqual("done\n", await File.ReadAllTextAsync(job.LogFile));
    }

    [TestMethod]
    public async Task An_application_that_was_kept_tells_what_opens_it_again()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "sleep 60");
        RunningApplication application = await engine.StartAsync().Soon();
        string? before = RunRecord.Read(engine.Run.Directory).Applications.Single().ReopenedBy;

        await application.KeepAsync([], "/work/AppHost").Soon();

        Assert.IsNull(before);
        Assert.AreEqual("/work/AppHost", RunRecord.Read(engine.Run.Directory).Applications.Single().ReopenedBy);
    }

    [TestMethod]
    public async Task A_run_is_read_again_while_it_goes_on()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "sleep 60");
        RunningApplication application = await engine.StartAsync().Soon();
        using RunReader reader = new(engine.Run.Directory);

        ApplicationRecord running = reader.Read().Applications.Single();
        engine.Run.Events.Write("test-ended", ("app", application.Id), ("test", "First"), ("outcome", "passed"));
        RunRecord later = reader.Read();
        string directory = engine.Run.Directory;
        await engine.Run.DisposeAsync();
        RunRecord over = reader.Read();

        Assert.AreEqual((true, false, 0), (running.Ready is not null, running.Stopped is not null, running.Passed));
        Assert.AreEqual((1, false), (later.Passed, later.Ended is not null));
        Assert.AreEqual((1, true, true), (over.Passed, over.Ended is not null, over.Applications.Single().Stopped is not null));
        Assert.AreEqual(over.Ended, RunRecord.Read(directory).Ended);
    }

    [TestMethod]
    public void A_line_that_is_half_written_is_left_out()
    {
        using TemporaryDirectory directory = new();
        string application = Directory.CreateDirectory(Path.Combine(directory.Path, "apps", "one")).FullName;
        File.WriteAllText(directory["run.json"], """{"version":1,"id":"r","name":"Tests","started":"2026-12-01T04:22:59Z","lane":"fast"}""");
        File.WriteAllText(Path.Combine(application, "app.json"), """{"version":1,"id":"one","name":"T","resources":[]}""");
        File.WriteAllText(
            directory["events.jsonl"],
            """
            {"at":"2026-12-01T04:23:00Z","event":"test-ended","app":"one","outcome":"passed"}
            {"at":"2026-12-01T04:23:00Z","event":"test-en
            """);

        RunRecord run = RunRecord.Read(directory.Path);

        Assert.AreEqual(1, run.Passed);
        Assert.AreEqual(0, run.Failed);
    }
}
