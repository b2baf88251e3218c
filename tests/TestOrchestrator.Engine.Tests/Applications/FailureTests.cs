using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    public async Task A_process_that_ends_before_it_is_ready_is_told_with_its_exit_code_and_its_last_lines()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "seq 60; echo It does not work. >&2; exit 7").WithEndpoint(name: "tcp");
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        string[] lines = [.. Enumerable.Range(12, 49).Select(i => $"\n    {i}"), "\n    It does not work."];
        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n"
            + $"'server' is Exited: TO1409: 'server' exited with code 7. The last lines of its log '{application.LogFileOf("server")}':{string.Concat(lines)}",
            error.Message);
    }

    [TestMethod]
    public async Task A_process_that_never_listens_is_told_with_what_was_seen_last_and_is_stopped()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddScript("server", "echo Here I am.; exec sleep 300").WithEndpoint(name: "tcp");
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        await Eventually.IsTrueAsync(() => new FileInfo(application.LogFileOf("server")).Length > 0);
        int pid = application.Units["server"].Process?.Pid ?? 0;

        await PassLimitAsync(clock);

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => starting).Soon();
        Assert.AreEqual(
            $"TO1402: The application '{application.Id}' did not start:\n"
            + $"'server' is FailedToStart: Waited 30 s for 'server' to become ready. The last probe saw ConnectionRefused by {application.GetEndpoint("server").Address}. "
            + $"The last lines of its log '{application.LogFileOf("server")}':\n    Here I am.",
            error.Message);
        Assert.IsFalse(MarkedProcesses.IsAlive(pid));
    }

    [TestMethod]
    public async Task A_start_that_takes_too_long_is_told_and_given_up()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock, StartLimit = TimeSpan.FromSeconds(7) });
        CancellationToken seen = default;
        engine.AddFake("server").Starting(token =>
        {
            seen = token;
            return new TaskCompletionSource().Task.WaitAsync(token);
        });
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(7)).Soon();

        clock.Advance(TimeSpan.FromSeconds(7));

        await Assert.ThrowsExactlyAsync<EngineException>(() => starting).Soon();
        Assert.AreEqual(
            $"Waited 7 s for 'server' to start.",
            application.Units["server"].Reason);
        Assert.IsTrue(seen.IsCancellationRequested);
    }

    [TestMethod]
    public async Task What_takes_too_long_to_prepare_is_told_by_a_limit_of_its_own()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddFake("server").Preparing(token => new TaskCompletionSource().Task.WaitAsync(token));
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await clock.TimerArmedAsync(TimeSpan.FromMinutes(10)).Soon();
        clock.Advance(TimeSpan.FromMinutes(9));
        bool early = starting.IsCompleted;

        clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsExactlyAsync<EngineException>(() => starting).Soon();
        Assert.IsFalse(early);
        Assert.AreEqual(
            $"Waited 600 s for what 'server' needs before it starts.",
            application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task A_crash_after_it_was_ready_is_a_failure_of_the_application()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithEndpoint();
        engine.AddFake("other");
        RunningApplication application = await engine.StartAsync().Soon();

        server.Instance.End(new() { Signal = 11 }, "Segmentation fault.");

        await application.WaitForUnitAsync("server", UnitState.Exited).Soon();
        UnitSnapshot failure = application.Failures.Single();
        Assert.AreEqual("server", failure.Name);
        Assert.AreEqual($"TO1409: 'server' was ended by SIGSEGV. The last lines of its log '{application.LogFileOf("server")}':\n    Segmentation fault.", failure.Reason);
        Assert.AreEqual("was ended by SIGSEGV", failure.Exit?.ToString());
    }

    [TestMethod]
    [DataRow(true, 0, UnitState.Exited)]
    [DataRow(false, 0, UnitState.Completed)]
    [DataRow(false, 1, UnitState.Exited)]
    public async Task Only_what_does_not_listen_may_end_and_only_with_success(bool listens, int exitCode, UnitState state)
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        if (listens)
        {
            server.WithEndpoint();
        }

        RunningApplication application = await engine.StartAsync().Soon();

        server.Instance.End(new() { ExitCode = exitCode });

        await application.WaitForUnitAsync("server", state).Soon();
        Assert.AreEqual(state == UnitState.Exited, application.Failures.Any());
    }

    [TestMethod]
    public async Task What_has_crashed_can_be_started_again()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(new() { ExitCode = 1 });
        await application.WaitForUnitAsync("server", UnitState.Exited).Soon();

        await application.StartUnitAsync("server").Soon();

        Assert.AreEqual("Ready", $"{application.Units["server"].State}{application.Units["server"].Reason}{application.Units["server"].Exit}");
        Assert.IsEmpty(application.Failures);
    }

    [TestMethod]
    public async Task A_stop_of_what_has_crashed_does_not_hide_the_crash()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(new() { ExitCode = 1 });
        await application.WaitForUnitAsync("server", UnitState.Exited).Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual(UnitState.Exited, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_program_that_is_not_there_is_told_with_where_it_was_looked_for()
    {
        await using TestEngine engine = new();
        engine.Group.AddExecutable("server", "no-such-program", engine.Directory);
        engine.Group.AddExecutable("other", "./bin/no-such-program", engine.Directory);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        string reason = application.Failures.OrderBy(f => f.Name).Select(f => f.Reason).Last() ?? "";
        Assert.AreEqual(
            $"TO1205: The program 'no-such-program' of 'server' was not found. A name without '/' is looked for in PATH, any other path starts at the working directory '{engine.Directory}'.",
            reason);
    }

    [TestMethod]
    public async Task A_wait_for_a_state_that_is_not_reached_tells_the_state_that_is()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        Fake server = engine.AddFake("server");
        RunningApplication application = await engine.StartAsync().Soon();
        server.Instance.End(new() { ExitCode = 4 });
        await application.WaitForUnitAsync("server", UnitState.Exited).Soon();
        Task wait = application.WaitForUnitAsync("server", UnitState.Ready, TimeSpan.FromSeconds(5));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(5)).Soon();

        clock.Advance(TimeSpan.FromSeconds(5));

        TimeoutException error = await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();
        Assert.AreEqual($"Waited 5 s for 'server' to be Ready. 'server' is Exited. {application.Units["server"].Reason}", error.Message);
    }

    [TestMethod]
    public async Task A_health_check_decides_when_a_service_is_ready()
    {
        await using TestEngine engine = new();
        Fake server = engine.AddFake("server").WithHttp();
        server.Builder.WithHttpHealthCheck("/health", statusCode: 204);
        RunningApplication application = engine.Create();
        await using HttpAnswers answers = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        answers.Next("503 Service Unavailable", "Not yet.");
        answers.Next("204 No Content", "");

        await application.StartAsync().Soon();

        Assert.AreEqual("GET /health HTTP/1.1, GET /health HTTP/1.1", string.Join(", ", answers.Requests));
        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    [DataRow("Not yet.", ": Not yet.")]
    [DataRow("", "")]
    public async Task A_health_check_that_never_succeeds_is_told_with_the_last_answer(string body, string quoted)
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        Fake server = engine.AddFake("server").WithHttp();
        server.Builder.WithHttpHealthCheck("/health");
        RunningApplication application = engine.Create();
        await using HttpAnswers answers = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        answers.Always("503 Service Unavailable", body);
        Task starting = application.StartAsync();

        await PassLimitAsync(clock);

        await Assert.ThrowsExactlyAsync<EngineException>(() => starting).Soon();
        Assert.AreEqual(
            $"Waited 30 s for 'server' to become ready. The last probe saw status 503 instead of 200 from {application.GetEndpoint("server").Url}health{quoted}.",
            application.Units["server"].Reason);
    }

    // A text that is cut in the middle of a character must not keep the failure from being told.
    [TestMethod]
    public async Task A_long_answer_is_cut_between_characters()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        Fake server = engine.AddFake("server").WithHttp();
        server.Builder.WithHttpHealthCheck("/health");
        RunningApplication application = engine.Create();
        await using HttpAnswers answers = HttpAnswers.Of(server, () => application.GetEndpoint("server").Address);
        answers.Always("503 Service Unavailable", $"{new string('x', 299)}🙂🙂");
        Task starting = application.StartAsync();

        await PassLimitAsync(clock);

        await Assert.ThrowsExactlyAsync<EngineException>(() => starting).Soon();
        Assert.AreEqual(
            $"Waited 30 s for 'server' to become ready. The last probe saw status 503 instead of 200 from {application.GetEndpoint("server").Url}health: {new string('x', 299)}….",
            application.Units["server"].Reason);
        Assert.HasCount(1, engine.Events("resource-state").Where(e => e.Contains("state=FailedToStart", StringComparison.Ordinal)));
    }

    // At rest between two looks; the next one is cut off by the limit.
    private static async Task PassLimitAsync(ManualTimeProvider clock)
    {
        await clock.TimerArmedAsync(new WaitOptions { Timeout = TimeSpan.Zero }.LongestInterval).Soon();
        clock.Advance(TimeSpan.FromSeconds(30));
    }
}
