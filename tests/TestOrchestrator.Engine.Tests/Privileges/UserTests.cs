using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Privileges;

[TestClass]
public sealed class UserTests
{
    [TestMethod]
    [DataRow("nobody", 65534)]
    [DataRow("65534", 65534)]
    [DataRow("54321", 54321)]
    public async Task Root_runs_a_program_as_the_user_that_was_stated_with_files_and_temporary_files_of_his_own(string user, int id)
    {
        OnlyRoot();
        await using TestEngine engine = new();
        TestUnit server = engine.AddScript("server", "id -u; cat \"$0\"; t=$(mktemp) && echo temporary > $t && cat $t; : > \"$1\"; exec sleep 300").WithUser(user).WithReadyFile("ready");
        server.WithConfigurationFile("conf/server.conf", "configured\n").WithArgs(TestUnit.GetConfigurationFile("conf/server.conf"), TestUnit.GetConfigurationFile("ready"));

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual($"{id}\nconfigured\ntemporary\n", await File.ReadAllTextAsync(application.LogFileOf("server")));
    }

    [TestMethod]
    public async Task A_program_that_runs_as_somebody_else_is_stopped_and_killed_as_any_other()
    {
        OnlyRoot();
        await using TestEngine engine = new();
        engine.AddScript("server", "trap 'exit 6' TERM; echo ready; while :; do sleep 0.01; done").WithUser("nobody").WithReadyLogLine("^ready$");
        engine.AddScript("stubborn", "trap '' TERM; sleep 300 & setsid sleep 300 & sleep 300").WithUser("nobody");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.StopUnitAsync("server").Soon();

        Assert.AreEqual("exited with code 6", application.Units["server"].Exit?.ToString());
        await engine.Run.DisposeAsync().AsTask().Soon();
        Assert.IsEmpty(engine.Processes);
    }

    [TestMethod]
    public async Task The_command_that_tells_whether_it_is_ready_runs_as_the_user_too()
    {
        OnlyRoot();
        await using TestEngine engine = new();
        engine.AddScript("server", "exec sleep 300").WithUser("nobody").WithReadyCommand("sh", "-c", "test $(id -u) = 65534");

        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual(UnitState.Ready, application.Units["server"].State);
    }

    [TestMethod]
    public async Task A_user_that_is_not_there_is_told()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "exit 0").WithUser("no-such-user");
        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        Assert.AreEqual("TO1213: 'server' is to run as 'no-such-user', and the machine has no such user ('getent passwd' lists them).", application.Units["server"].Reason);
    }

    [TestMethod]
    public async Task An_ordinary_user_can_only_run_programs_as_himself()
    {
        using OrdinaryUser ordinary = new();
        OtherProcessOptions options = ordinary.Options();
        Dictionary<string, string?> environment = options.Environment.ToDictionary(v => v.Key, v => (string?)v.Value);

        await using RunningProgram owner = AssetPrograms.StartOwnerUnder(options.Wrapper, environment, "application", Path.Combine(options.Environment["HOME"], "runs"), "root", "exit 0");

        await owner.ExitedAsync().Soon();
        StringAssert.Contains(
            string.Join('\n', owner.Output),
            $"'server' is FailedToStart: TO1211: 'server' is to run as 'root', and only root can start programs as somebody else: this is user {(Environment.IsPrivilegedProcess ? "65534" : "")}");
    }

    private static void OnlyRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("Only root can start programs as somebody else.");
        }
    }
}
