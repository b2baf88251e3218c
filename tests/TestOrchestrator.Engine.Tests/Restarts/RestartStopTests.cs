namespace TestOrchestrator.Engine.Tests.Restarts;

[TestClass]
public sealed class RestartStopTests
{
    private static readonly ProcessExit s_failure = new() { ExitCode = 3 };
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();

    [TestMethod]
    public async Task A_stop_while_it_waits_to_be_started_again_is_the_end()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(s_failure);
        await _clock.TimerArmedAsync(s_delay).Soon();

        await application.StopUnitAsync("server").Soon();

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual("Stopped exited with code 3", $"{application.Units["server"].State} {application.Units["server"].Exit}");
        Assert.HasCount(1, server.Provider.Instances);
    }

    [TestMethod]
    public async Task A_stop_does_not_wait_for_the_next_attempt_of_a_first_start()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine).EndsWith(3);
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await _clock.TimerArmedAsync(s_delay).Soon();

        await application.StopUnitAsync("server").Soon();

        await starting.Soon();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        Assert.HasCount(1, server.Provider.Instances);
    }

    [TestMethod]
    public async Task A_stop_gives_up_a_restart_that_is_on_its_way()
    {
        await using TestEngine engine = await NewEngineAsync();
        int starts = 0;
        TaskCompletionSource restarting = new();
        Fake server = Restarting(engine);
        server.Starting(token =>
        {
            if (++starts == 1)
            {
                return Task.CompletedTask;
            }

            restarting.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(token);
        });
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(s_failure);
        await PassAsync();
        await restarting.Task.Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        Assert.AreEqual(2, starts);
    }

    [TestMethod]
    public async Task A_stop_while_a_restart_waits_to_become_ready_leaves_nothing()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        server.NotReady();
        server.Instance.End(s_failure);
        await PassAsync();
        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 2);
        await server.Instance.Probed.Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        Assert.IsTrue(server.Instance.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task A_start_while_it_waits_to_be_started_again_starts_at_once()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(s_failure);
        await _clock.TimerArmedAsync(s_delay).Soon();

        await application.StartUnitAsync("server").Soon();

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
        Assert.HasCount(2, server.Provider.Instances);
    }

    [TestMethod]
    public async Task What_was_stopped_and_started_is_started_again_when_it_ends()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        await application.RestartUnitAsync("server").Soon();

        server.Instance.End(s_failure);
        await PassAsync();

        await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
        Assert.HasCount(3, server.Provider.Instances);
    }

    [TestMethod]
    public async Task What_somebody_stops_is_not_started_again()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopUnitAsync("server").Soon();

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(UnitState.Stopped, application.Units["server"].State);
        Assert.HasCount(1, server.Provider.Instances);
    }

    [TestMethod]
    public async Task The_end_of_the_application_is_the_end_of_restarts()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake waits = Restarting(engine, "waits");
        Fake restarts = Restarting(engine, "restarts");
        RunningApplication application = await engine.StartAsync().Soon();
        restarts.NotReady();
        restarts.Instance.End(s_failure);
        await PassAsync();
        await Eventually.IsTrueAsync(() => restarts.Provider.Instances.Count == 2);
        waits.Instance.End(s_failure);
        await application.WaitForUnitAsync("waits", UnitState.Waiting).Soon();

        await application.DisposeAsync().AsTask().Soon();

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual("Stopped Stopped", string.Join(' ', application.Units.Values.Select(r => r.State)));
        Assert.IsTrue(restarts.Instance.Ended.IsCompleted);
        Assert.HasCount(1, waits.Provider.Instances);
    }

    private static Fake Restarting(TestEngine engine, string name = "server") =>
        engine.AddFake(name).Restarts(RestartPolicy.Always, s_delay, TimeSpan.FromSeconds(5));

    private Task<TestEngine> NewEngineAsync() => TestEngine.WithNurseryAsync(o => o with { TimeProvider = _clock });

    private async Task PassAsync()
    {
        await _clock.TimerArmedAsync(s_delay).Soon();
        _clock.Advance(s_delay);
    }
}
