using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>What would end a process ends the service, and not the process of the tests.</summary>
[TestClass]
public sealed class CrashTests
{
    [TestMethod]
    [DataRow("thread")]
    [DataRow("pool")]
    [DataRow("async-void")]
    public async Task An_exception_that_nobody_catches_ends_its_service_and_is_told(string where)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        engine.AddAsset("other", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        await CrashAsync(application, where);

        await application.WaitForUnitAsync("service", UnitState.Exited).Soon();
        UnitSnapshot failure = application.Failures.Single();
        StringAssert.StartsWith(failure.Reason, $"TO1409: 'service' exited with code 134. The last lines of its log '{application.LogFileOf("service")}':\n");
        StringAssert.Contains(failure.Reason, "\n    Unhandled exception. System.InvalidOperationException: The background has failed.\n       at Crash.Now() in ");
        Assert.AreEqual("Hello.", await application.GetAsync("other", ""));
        Assert.IsFalse(application.ReadLog("other").Contains("Unhandled", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task What_has_crashed_can_be_started_again()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();
        await CrashAsync(application, "thread");
        await application.WaitForUnitAsync("service", UnitState.Exited).Soon();

        await application.StartUnitAsync("service").Soon();

        Assert.AreEqual("Hello.", await application.GetAsync("service", ""));
    }

    [TestMethod]
    [DataRow("throws-before-host", "Main has failed.")]
    [DataRow("throws-after-build", "Main has failed between Build and Run.")]
    [DataRow("start-throws", "The start has failed.")]
    [DataRow("crash-before-host", "The background has failed early.")]
    public async Task A_start_that_fails_is_told_with_its_exception(string mode, string message)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "WorkerService").WithArgs(mode);
        RunningApplication application = engine.Create();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(
            error.Message,
            $"TO1402: The application '{application.Id}' did not start:\n'service' is Exited: TO1409: 'service' exited with code 134. The last lines of its log '{application.LogFileOf("service")}':\n");
        StringAssert.Contains(error.Message, $"\n    Unhandled exception. System.InvalidOperationException: {message}\n       at ");
    }

    // It may be ready before it crashes, or not.
    [TestMethod]
    public async Task What_has_crashed_has_ended_even_if_its_host_does_not()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddAsset("service", "WorkerService").WithArgs("crashes-and-never-stops").WithEnvironment("GATE", Path.Combine(engine.Directory, "gate"));
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.LogHasAsync("service", "Disposal goes on for good.");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(4)).Soon();

        clock.Advance(TimeSpan.FromSeconds(4));

        await application.WaitForUnitAsync("service", UnitState.Exited).Soon();
        await starting.ContinueWith(_ => { }, TaskScheduler.Default).Soon();
        await File.WriteAllTextAsync(Path.Combine(engine.Directory, "gate"), "");
        Assert.AreEqual("exited with code 134", $"{application.Units["service"].Exit}");
    }

    // The host stops for it, and the program ends well: as it would in a process of its own.
    [TestMethod]
    public async Task Work_that_fails_ends_as_in_a_process_of_its_own()
    {
        await using TestEngine engine = new();
        engine.AddAsset("inside", "WorkerService").WithArgs("background-throws");
        engine.AddAsset("process", "WorkerService").WithArgs("background-throws").WithLane("real");
        RunningApplication application = await engine.StartAsync().Soon();

        await Task.WhenAll(EndOfAsync("inside"), EndOfAsync("process"));

        Assert.AreEqual($"{application.Units["process"].State} {application.Units["process"].Exit}", $"{application.Units["inside"].State} {application.Units["inside"].Exit}");
        StringAssert.Contains(application.ReadLog("inside"), "System.InvalidOperationException: The work has failed.\n");

        Task EndOfAsync(string name) => Eventually.IsTrueAsync($"the end of {name}", () => Task.FromResult(application.Units[name].State is UnitState.Completed or UnitState.Exited));
    }

    private static async Task CrashAsync(RunningApplication application, string where)
    {
        try
        {
            await application.GetAsync("service", $"crash/{where}");
        }
        catch (HttpRequestException)
        {
            // As that of a process, the request may go down with the service.
        }
    }
}
