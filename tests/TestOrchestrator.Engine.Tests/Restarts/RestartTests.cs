namespace TestOrchestrator.Engine.Tests.Restarts;

[TestClass]
public sealed class RestartTests
{
    private static readonly ProcessExit s_failure = new() { ExitCode = 3 };

    private readonly ManualTimeProvider _clock = new();

    [TestMethod]
    [DataRow(RestartPolicy.Never, 0, UnitState.Completed)]
    [DataRow(RestartPolicy.Never, 3, UnitState.Exited)]
    [DataRow(RestartPolicy.OnFailure, 0, UnitState.Completed)]
    [DataRow(RestartPolicy.OnFailure, 3, UnitState.Waiting)]
    [DataRow(RestartPolicy.Always, 0, UnitState.Waiting)]
    [DataRow(RestartPolicy.Always, 3, UnitState.Waiting)]
    public async Task What_ends_by_itself_is_started_again_if_the_policy_says_so(RestartPolicy policy, int exitCode, UnitState expected)
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine, policy);
        RunningApplication application = await engine.StartAsync().Soon();

        server.Instance.End(new() { ExitCode = exitCode });

        await application.WaitForUnitAsync("server", expected).Soon();
        UnitSnapshot ended = application.Units["server"];
        Assert.AreEqual(exitCode, ended.Exit?.ExitCode);
        if (expected == UnitState.Waiting)
        {
            Assert.AreEqual($"It exited with code {exitCode} and is started again after 1 s.", ended.Reason);
            await PassAsync(1);
            await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
            Assert.HasCount(2, server.Provider.Instances);
        }
    }

    [TestMethod]
    public async Task A_program_that_ends_again_and_again_is_started_at_longer_and_longer_intervals()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        List<string> reasons = [];

        foreach (int seconds in new[] { 1, 2, 4, 5, 5 })
        {
            server.Instance.End(s_failure);
            await application.WaitForUnitAsync("server", UnitState.Waiting).Soon();
            reasons.Add(application.Units["server"].Reason ?? "");
            await PassAsync(seconds);
            await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
        }

        Assert.AreEqual(
            string.Join('\n', new[] { 1, 2, 4, 5, 5 }.Select(s => $"It exited with code 3 and is started again after {s} s.")),
            string.Join('\n', reasons));
        Assert.IsNull(application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task After_a_long_run_it_is_started_again_soon()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();
        await CrashAsync(application, server, seconds: 1);
        await CrashAsync(application, server, seconds: 2);
        _clock.Advance(TimeSpan.FromSeconds(5));

        server.Instance.End(s_failure);

        await application.WaitForUnitAsync("server", UnitState.Waiting).Soon();
        Assert.AreEqual("It exited with code 3 and is started again after 1 s.", application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task A_first_start_that_fails_is_tried_again()
    {
        await using TestEngine engine = await NewEngineAsync();
        int starts = 0;
        Restarting(engine).Starting(_ => ++starts < 3 ? throw new InvalidOperationException($"Not at {starts}.") : Task.CompletedTask);
        RunningApplication application = engine.Create();

        Task starting = application.StartAsync();
        await PassAsync(1);
        await PassAsync(2);

        await starting.Soon();
        Assert.AreEqual(3, starts);
        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
        string[] waits = [.. engine.Events("resource-state").Where(e => e.Contains("started again", StringComparison.Ordinal))];
        Assert.HasCount(2, waits);
        StringAssert.Contains(waits[0], "state=Waiting reason=System.InvalidOperationException: Not at 1.");
        StringAssert.EndsWith(waits[1], "It is started again after 2 s.");
    }

    [TestMethod]
    public async Task A_program_that_does_not_stay_until_the_start_limit_has_failed()
    {
        await using TestEngine engine = await NewEngineAsync();
        Restarting(engine, maxDelay: 60).EndsWith(3);
        RunningApplication application = engine.Create();

        Task starting = application.StartAsync();
        foreach (int seconds in new[] { 1, 2, 4, 8 })
        {
            await PassAsync(seconds);
        }

        Errors.EngineException error = await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => starting).Soon();
        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n"
            + "'server' is FailedToStart: It was started 5 times within its start limit of 30 s and did not stay. The last time it exited with code 3. "
            + $"The last lines of its log '{application.LogFileOf("server")}':{string.Concat(Enumerable.Repeat("\n    Goodbye.", 5))}",
            error.Message);
        Assert.AreEqual(3, application.Units["server"].Exit?.ExitCode);
    }

    [TestMethod]
    public async Task What_cannot_be_started_until_the_start_limit_is_told_with_the_last_reason()
    {
        await using TestEngine engine = await NewEngineAsync(o => o with { StartLimit = TimeSpan.FromSeconds(2) });
        Restarting(engine).Starting(_ => throw new Errors.EngineException("TO9999", "There is no such thing."));
        RunningApplication application = engine.Create();

        Task starting = application.StartAsync();
        await PassAsync(1);

        await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => starting).Soon();
        Assert.AreEqual(
            "It was started 2 times within its start limit of 2 s and did not stay. The last time: TO9999: There is no such thing.",
            application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task Dependants_wait_through_restarts()
    {
        await using TestEngine engine = await NewEngineAsync();
        int starts = 0;
        Fake server = Restarting(engine);
        server.Starting(_ => ++starts < 3 ? throw new InvalidOperationException() : Task.CompletedTask);
        Fake client = engine.AddFake("client").WaitFor(server);
        RunningApplication application = engine.Create();

        Task starting = application.StartAsync();
        await PassAsync(1);
        await PassAsync(2);

        await starting.Soon();
        Assert.HasCount(1, client.Provider.Instances);
        Assert.AreEqual(
            "state=Waiting state=Starting state=Running state=Ready",
            string.Join(' ', engine.Events("resource-state").Where(e => e.Contains("resource=client", StringComparison.Ordinal)).Select(e => e.Split(' ')[2])));
    }

    [TestMethod]
    public async Task What_runs_already_goes_on_while_what_it_waited_for_is_started_again()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        Fake client = engine.AddFake("client").WaitFor(server);
        RunningApplication application = await engine.StartAsync().Soon();

        await CrashAsync(application, server, seconds: 1);

        Assert.HasCount(1, client.Provider.Instances);
        Assert.IsFalse(client.Instance.Ended.IsCompleted);
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task A_restart_that_fails_is_tried_again()
    {
        await using TestEngine engine = await NewEngineAsync();
        int starts = 0;
        Fake server = Restarting(engine);
        server.Starting(_ => ++starts is 2 or 3 ? throw new InvalidOperationException() : Task.CompletedTask);
        RunningApplication application = await engine.StartAsync().Soon();

        server.Instance.End(s_failure);
        foreach (int seconds in new[] { 1, 2, 4 })
        {
            await PassAsync(seconds);
        }

        await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
        Assert.AreEqual(4, starts);
    }

    // Its start limit is one of the first start: nobody waits for the later ones.
    [TestMethod]
    public async Task A_program_that_was_ready_once_is_started_again_for_as_long_as_it_takes()
    {
        await using TestEngine engine = await NewEngineAsync();
        Fake server = Restarting(engine);
        RunningApplication application = await engine.StartAsync().Soon();

        server.EndsWith(3);
        server.Instance.End(s_failure);
        foreach (int seconds in new[] { 1, 2, 4, 5, 5, 5, 5, 5, 5 })
        {
            await PassAsync(seconds);
        }

        await Eventually.IsTrueAsync(() => server.Provider.Instances.Count == 10);
        await application.WaitForUnitAsync("server", UnitState.Waiting).Soon();
        Assert.AreEqual("It exited with code 3 and is started again after 5 s.", application.Units["server"].Reason);
    }

    private static Fake Restarting(TestEngine engine, RestartPolicy policy = RestartPolicy.OnFailure, int maxDelay = 5) =>
        engine.AddFake("server").Restarts(policy, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(maxDelay));

    private Task<TestEngine> NewEngineAsync(Func<EngineRunOptions, EngineRunOptions>? options = null) =>
        TestEngine.WithNurseryAsync(o => (options ?? (same => same))(o with { TimeProvider = _clock }));

    private async Task PassAsync(int seconds)
    {
        await _clock.TimerArmedAsync(TimeSpan.FromSeconds(seconds)).Soon();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private async Task CrashAsync(RunningApplication application, Fake server, int seconds)
    {
        server.Instance.End(s_failure);
        await application.WaitForUnitAsync("server", UnitState.Waiting).Soon();
        await PassAsync(seconds);
        await application.WaitForUnitAsync("server", UnitState.Ready).Soon();
    }
}
