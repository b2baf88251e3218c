using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class StopAndStartTests
{
    [TestMethod]
    public async Task An_application_that_was_stopped_starts_again_with_everything_at_the_same_ports()
    {
        await using TestEngine engine = new();
        List<string> journal = [];
        Fake server = engine.AddFake("server").WithHttp().Journal(journal);
        Fake job = engine.AddFake("job").WaitFor(server).EndsWith(0).Journal(journal);
        engine.AddFake("client").WaitForCompletion(job).Journal(journal);
        RunningApplication application = await engine.StartAsync().Soon();
        string before = application.GetEndpoint("server").Url.ToString();

        await application.StopAsync().Soon();
        string stopped = States(application);
        await application.StartAsync().Soon();

        Assert.AreEqual("Stopped Completed Stopped", stopped);
        Assert.AreEqual("Ready Completed Ready", States(application));
        Assert.AreEqual(before, application.GetEndpoint("server").Url.ToString());
        Assert.AreEqual(
            "server starts, job starts, client starts, client stops: Keep, server stops: Keep, server starts, job starts, client starts",
            string.Join(", ", journal));
    }

    [TestMethod]
    public async Task What_has_completed_is_not_done_again_by_a_second_start_of_what_runs()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        Fake job = engine.AddFake("job").EndsWith(0);
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();

        await application.StartAsync().Soon();

        Assert.AreEqual("1 1", $"{server.Provider.Instances.Count} {job.Provider.Instances.Count}");
    }

    [TestMethod]
    public async Task What_nobody_has_asked_for_is_not_started_by_the_second_start_either()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        Fake tool = engine.AddFake("client").WithExplicitStart();
        engine.AddFake("job");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopAsync().Soon();
        await application.StartAsync().Soon();

        Assert.IsEmpty(tool.Provider.Instances);
        Assert.AreEqual("Ready Ready Declared", States(application));
    }

    [TestMethod]
    public async Task An_application_that_did_not_start_can_be_started_again()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").Starting(_ => throw new InvalidOperationException("Not now."));
        Fake job = engine.AddFake("job").EndsWith(0);
        engine.AddFake("client").WaitFor(server);
        RunningApplication application = engine.Create();
        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();
        string failed = $"{application.Units["server"].State} {application.Units["client"].State}";

        server.Starting(_ => Task.CompletedTask);
        await application.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        Assert.AreEqual("FailedToStart Skipped", failed);
        Assert.AreEqual("Ready Completed Ready", States(application));
        Assert.IsEmpty(application.Failures);
        Assert.IsNotEmpty(job.Provider.Instances);
    }

    [TestMethod]
    public async Task A_resource_that_failed_to_start_can_be_started_again()
    {
        await using TestEngine engine = new();
        int starts = 0;
        Fake server = engine.AddFake("server").WithExplicitStart().Starting(_ => ++starts == 1 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask);
        RunningApplication application = await engine.StartAsync().Soon();
        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("server")).Soon();
        UnitState failed = application.Units["server"].State;

        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual("FailedToStart Ready", $"{failed} {application.Units["server"].State}");
        Assert.IsNull(application.Units["server"].Reason);
        Assert.HasCount(1, server.Provider.Instances);
    }

    [TestMethod]
    public async Task A_stopped_application_can_be_stopped_and_disposed_of()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopAsync().Soon();
        await application.StopAsync().Soon();
        await application.DisposeAsync().AsTask().Soon();

        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => application.StopAsync());
    }

    [TestMethod]
    public async Task A_start_after_a_stop_that_could_not_stop_everything_starts_the_rest()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        Fake job = engine.AddFake("job").EndsWith(0);
        Fake stubborn = engine.AddFake("client").StopFails("It does not want to.");
        RunningApplication application = await engine.StartAsync().Soon();
        await Assert.ThrowsExactlyAsync<AggregateException>(() => application.StopAsync()).Soon();
        stubborn.Stopping(() => Task.CompletedTask);
        await application.StopAsync().Soon();

        await application.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        Assert.AreEqual("2 2 2", $"{server.Provider.Instances.Count} {job.Provider.Instances.Count} {stubborn.Provider.Instances.Count}");
    }

    private static string States(RunningApplication application) =>
        string.Join(' ', new[] { "server", "job", "client" }.Select(name => application.Units[name].State));
}
