namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class HealthMonitorTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();

    [TestMethod]
    public async Task A_ready_resource_becomes_unhealthy_and_ready_again()
    {
        await using TestEngine engine = await NewAsync();
        Fake server = AddServer(engine);
        RunningApplication application = engine.Create();
        await using HttpAnswers answers = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        await application.StartAsync().Soon();

        server.Sees("a full disk");
        await NextLookAsync();
        await application.WaitForUnitAsync("server", UnitState.Unhealthy).Soon();
        string? reason = application.Units["server"].Reason;
        server.BecomesReady();
        await NextLookAsync();

        await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
        Assert.AreEqual("Its health check saw a full disk.", reason);
        Assert.IsNull(application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task A_stop_does_not_wait_for_the_next_look()
    {
        await using TestEngine engine = await NewAsync();
        Fake server = AddServer(engine);
        RunningApplication application = engine.Create();
        await using HttpAnswers answers = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        await application.StartAsync().Soon();
        await _clock.TimerArmedAsync(s_interval).Soon();

        await application.RestartUnitAsync("server").Soon();

        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_resource_without_health_checks_is_not_looked_at()
    {
        await using TestEngine engine = await NewAsync();
        engine.AddFake("server");
        RunningApplication application = engine.Create();

        await application.StartAsync().Soon();

        Assert.IsFalse(_clock.IsTimerArmed(s_interval));
    }

    private static Fake AddServer(TestEngine engine)
    {
        Fake server = engine.AddFake("server").WithHttp();
        server.Builder.WithHttpHealthCheck();
        return server;
    }

    private Task<TestEngine> NewAsync() => TestEngine.WithNurseryAsync(o => o with { TimeProvider = _clock, HealthInterval = s_interval });

    private async Task NextLookAsync()
    {
        await _clock.TimerArmedAsync(s_interval).Soon();
        _clock.Advance(s_interval);
    }
}
