namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class EndTests
{
    [TestMethod]
    public async Task A_service_that_listens_and_stops_its_own_host_is_a_failure()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        await application.GetAsync("service", "stop");

        await application.WaitForUnitAsync("service", UnitState.Exited).Soon();
        StringAssert.StartsWith(application.Failures.Single().Reason, $"TO1409: 'service' exited with code 0. The last lines of its log '{application.LogFileOf("service")}':\n");
    }

    [TestMethod]
    public async Task A_service_that_does_not_listen_may_end()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "WorkerService").WithArgs("ends");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("service", UnitState.Completed).Soon();

        Assert.AreEqual("exited with code 0", $"{application.Units["service"].Exit}");
        StringAssert.Contains(application.ReadLog("service"), "The work is done.\n");
        StringAssert.EndsWith(application.ReadLog("service"), "After the host.\n");
    }

    [TestMethod]
    public async Task A_stop_lets_the_program_end_and_keeps_its_exit_code()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "WorkerService").WithArgs("returns-3");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopUnitAsync("service").Soon();

        Assert.AreEqual("Stopped, exited with code 3", $"{application.Units["service"].State}, {application.Units["service"].Exit}");
        StringAssert.EndsWith(application.ReadLog("service"), "After the host.\n");
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    [DataRow("never-stops")]
    [DataRow("slow-end")]
    public async Task A_service_that_does_not_end_is_left_alone_and_that_is_told(string mode)
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddAsset("service", "WorkerService").WithArgs(mode).WithEnvironment("GATE", Path.Combine(engine.Directory, "gate"));
        RunningApplication application = await engine.StartAsync().Soon();
        Task stopping = application.StopUnitAsync("service");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(4)).Soon();

        clock.Advance(TimeSpan.FromSeconds(4));
        await stopping.Soon();
        await File.WriteAllTextAsync(Path.Combine(engine.Directory, "gate"), "");

        Assert.AreEqual("Stopped, ended in a way that nobody saw", $"{application.Units["service"].State}, {application.Units["service"].Exit}");
        StringAssert.EndsWith(
            application.ReadLog("service"),
            "[testorchestrator] It did not end within 4 s after it was asked to; its threads stay until the test process ends. In the lane 'real' it would have been killed.\n");
    }

    [TestMethod]
    public async Task A_start_that_is_given_up_leaves_nothing_running()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "WorkerService").WithArgs("slow-start").WithEnvironment("GATE", Path.Combine(engine.Directory, "gate"));
        RunningApplication application = engine.Create();
        using CancellationTokenSource given = new();
        Task starting = application.StartAsync(given.Token);
        await application.LogHasAsync("service", "Starting slowly.");

        await given.CancelAsync();
        await File.WriteAllTextAsync(Path.Combine(engine.Directory, "gate"), "");

        await Assert.ThrowsAsync<OperationCanceledException>(() => starting).Soon();
        await application.DisposeAsync().AsTask().Soon();
        StringAssert.EndsWith(application.ReadLog("service"), "After the host.\n");
    }
}
