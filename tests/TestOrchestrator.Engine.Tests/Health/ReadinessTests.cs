using System.Net;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Health;

[TestClass]
public sealed class ReadinessTests
{
    // A busy machine takes seconds to start a program, and it must have been probed.
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(10);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_program_is_ready_when_it_has_written_the_line_since_it_was_started(bool stamped)
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        TestUnit server = engine.AddScript("server", $"echo starting; while [ ! -e {go} ]; do sleep 0.01; done; rm {go}; echo now ready; exec sleep 300").WithReadyLogLine("^now re.dy$");
        if (stamped)
        {
            server.WithLog(timestamps: true);
        }

        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await LogContainsAsync(application, "starting");
        bool early = starting.IsCompleted;
        await File.WriteAllTextAsync(go, "");
        await starting.Soon();

        await application.StopUnitAsync("server").Soon();
        Task again = application.StartUnitAsync("server");
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        await Eventually.IsTrueAsync(() => File.ReadLines(application.LogFileOf("server")).Count(l => l.EndsWith("starting", StringComparison.Ordinal)) == 2);
        bool earlyAgain = again.IsCompleted;
        await File.WriteAllTextAsync(go, "");

        await again.Soon();
        Assert.AreEqual("False False", $"{early} {earlyAgain}");
    }

    [TestMethod]
    public async Task A_line_that_never_comes_is_told_with_the_last_one()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "echo not yet; exec sleep 300").WithReadyLogLine("^ready$").WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual(
            $"Waited 10 s for 'server' to become ready. The last probe saw no line in its log that matches '^ready$'; the last line is: not yet. The last lines of its log '{application.LogFileOf("server")}':\n    not yet",
            application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task A_line_of_a_log_that_is_rotated_again_and_again_is_found()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "seq 1000 2999; echo ready; seq 5000 6999; exec sleep 300").WithLog(maxBytes: 4096, maxFiles: 20).WithReadyLogLine("^ready$");

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_program_is_ready_when_its_file_is_there_and_one_of_a_former_start_does_not_count()
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        TestUnit server = engine.AddScript("server", $"while [ ! -e {go} ]; do sleep 0.01; done; rm {go}; touch \"$0\"; exec sleep 300").WithReadyFile("run/pid");
        server.WithArgs(TestUnit.GetConfigurationFile("run/pid"));
        server.WithConfigurationFile("run/other", "");
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        await File.WriteAllTextAsync(go, "");
        await starting.Soon();

        await application.StopUnitAsync("server").Soon();
        Task again = application.StartUnitAsync("server");
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        bool early = again.IsCompleted;
        await File.WriteAllTextAsync(go, "");

        await again.Soon();
        Assert.IsFalse(early);
    }

    [TestMethod]
    public async Task A_file_that_never_comes_is_told()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "ready");
        engine.AddScript("server", "exec sleep 300").WithReadyFile(file).WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(application.Units["server"].Reason, $"Waited 10 s for 'server' to become ready. The last probe saw no file '{file}'.");
    }

    // It would be ready before it has done anything, and deleting it is not ours to do.
    [TestMethod]
    public async Task A_directory_in_the_place_of_the_file_is_told()
    {
        await using TestEngine engine = new();
        string directory = Directory.CreateDirectory(Path.Combine(engine.Directory, "ready")).FullName;
        engine.AddScript("server", "exec sleep 300").WithReadyFile(directory).WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(application.Units["server"].Reason, $"Waited 10 s for 'server' to become ready. The last probe saw a directory at '{directory}' where a file should be.");
        Assert.IsTrue(Directory.Exists(directory));
    }

    [TestMethod]
    public async Task A_program_is_ready_when_the_command_succeeds_in_the_surroundings_of_the_program()
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        engine.AddScript("server", "exec sleep 300").WithEnvironment("NAME", "value").WithReadyCommand("sh", "-c", $"test \"$NAME\" = value && test \"$PWD\" = '{engine.Directory}' && test -e \"$0\"", go);
        RunningApplication application = engine.Create();
        Task starting = application.StartAsync();
        await application.WaitForUnitAsync("server", UnitState.Running).Soon();
        bool early = starting.IsCompleted;

        await File.WriteAllTextAsync(go, "");

        await starting.Soon();
        Assert.IsFalse(early);
        Assert.AreEqual("", File.Exists(application.LogFileOf("server")) ? await File.ReadAllTextAsync(application.LogFileOf("server")) : "");
    }

    [TestMethod]
    public async Task A_command_that_never_succeeds_is_told_with_its_last_words()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithReadyCommand("sh", "-c", "echo first; echo no such table >&2; exit 7").WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(
            application.Units["server"].Reason,
            $"Waited 10 s for 'server' to become ready. The last probe saw that '{ProgramPath.InPath("sh")}' exited with code 7, saying: no such table.");
    }

    [TestMethod]
    public async Task A_command_that_hangs_is_told_and_killed()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithReadyCommand("sh", "-c", "sleep 300 & sleep 300").WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(application.Units["server"].Reason, "Waited 10 s for 'server' to become ready. The last probe saw nothing: the first probe did not finish.");
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task A_command_that_is_not_there_is_told()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithReadyCommand("no-such-program");
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        StringAssert.StartsWith(application.Units["server"].Reason, "TO1205: The program 'no-such-program' of 'server' was not found.");
        Assert.IsEmpty(engine.Processes);
    }

    [TestMethod]
    public async Task Everything_that_was_stated_must_be_true()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "ready");
        engine.AddScript("server", $"echo ready; touch {file}; exec sleep 300").WithEndpoint(name: "tcp").WithReadyLogLine("^ready$").WithReadyFile(file).WithStartLimit(s_short);
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();
        IPEndPoint address = application.GetEndpoint("server").Address;

        StringAssert.StartsWith(application.Units["server"].Reason, $"Waited 10 s for 'server' to become ready. The last probe saw ConnectionRefused by {address}.");
    }

    [TestMethod]
    public async Task A_program_that_ends_before_it_has_said_that_it_is_ready_is_told_with_how_it_ended()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "echo not me; exit 5").WithReadyLogLine("^ready$");
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual($"TO1409: 'server' exited with code 5. The last lines of its log '{application.LogFileOf("server")}':\n    not me", application.Units["server"].Reason);
    }

    private static Task LogContainsAsync(RunningApplication application, string text) =>
        Eventually.IsTrueAsync(() => File.Exists(application.LogFileOf("server")) && File.ReadAllText(application.LogFileOf("server")).Contains(text, StringComparison.Ordinal));
}
