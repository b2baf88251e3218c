namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class StopSignalTests
{
    [TestMethod]
    [DataRow(StopSignal.Hangup, "HUP")]
    [DataRow(StopSignal.Interrupt, "INT")]
    [DataRow(StopSignal.Quit, "QUIT")]
    [DataRow(StopSignal.User1, "USR1")]
    [DataRow(StopSignal.User2, "USR2")]
    [DataRow(StopSignal.Terminate, "TERM")]
    [DataRow(StopSignal.WindowChange, "WINCH")]
    public async Task A_program_is_asked_to_end_by_the_signal_that_was_stated(StopSignal signal, string name)
    {
        await using TestEngine engine = new();
        string traps = string.Join("; ", new[] { "HUP", "INT", "QUIT", "USR1", "USR2", "TERM", "WINCH" }.Select(s => $"trap 'echo {s}; exit 4' {s}"));
        engine.AddScript("server", $"{traps}; echo ready; while :; do sleep 0.01; done").WithStop(signal, TimeSpan.FromMinutes(5)).WithReadyLogLine("^ready$");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual($"ready\n{name}\n", await File.ReadAllTextAsync(application.LogFileOf("server")));
        Assert.AreEqual("Stopped exited with code 4", $"{application.Units["server"].State} {application.Units["server"].Exit}");
    }

    [TestMethod]
    public async Task A_program_can_be_killed_at_once()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithStop(StopSignal.Kill, TimeSpan.FromMinutes(5));
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual("was ended by SIGKILL", application.Units["server"].Exit?.ToString());
    }

    [TestMethod]
    public async Task After_the_grace_that_was_stated_it_is_killed_with_everything_that_came_from_it()
    {
        ManualTimeProvider clock = new();
        await using TestEngine engine = await TestEngine.WithNurseryAsync(o => o with { TimeProvider = clock });
        engine.AddScript("server", "trap '' QUIT; setsid sleep 300 & sleep 300 & echo ready; while :; do sleep 0.1; done")
            .WithStop(StopSignal.Quit, TimeSpan.FromMinutes(3));
        RunningApplication application = await engine.StartAsync().Soon();
        await Eventually.IsTrueAsync(() => new FileInfo(application.LogFileOf("server")) is { Exists: true, Length: > 0 });
        Task stopping = application.StopUnitAsync("server");
        await clock.TimerArmedAsync(TimeSpan.FromMinutes(3)).Soon();

        clock.Advance(TimeSpan.FromSeconds(179));
        bool early = stopping.IsCompleted;
        clock.Advance(TimeSpan.FromSeconds(1));

        await stopping.Soon();
        Assert.IsFalse(early);
        Assert.AreEqual("was ended by SIGKILL", application.Units["server"].Exit?.ToString());
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task The_end_of_the_application_asks_in_the_same_way()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "trap 'echo USR1; exit 0' USR1; echo ready; while :; do sleep 0.01; done").WithStop(StopSignal.User1, TimeSpan.FromMinutes(5)).WithReadyLogLine("^ready$");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.DisposeAsync().AsTask().Soon();

        Assert.AreEqual("ready\nUSR1\n", await File.ReadAllTextAsync(application.LogFileOf("server")));
    }
}
