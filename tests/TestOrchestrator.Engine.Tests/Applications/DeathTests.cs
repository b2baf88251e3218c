using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class DeathTests
{
    [TestMethod]
    public async Task A_process_that_dies_while_it_serves_is_told_with_its_end_and_its_last_50_lines_and_what_waits_for_it_is_skipped()
    {
        await using TestEngine engine = new();
        TestUnit server = engine.AddScript("server", "seq 1 70; exec sleep 300");
        TestUnit client = engine.AddScript("client", "exit 0").WaitFor(server).WithExplicitStart();
        engine.AddScript("behind", "exit 0").WaitFor(client).WithExplicitStart();
        RunningApplication application = await engine.StartAsync().Soon();
        await Eventually.IsTrueAsync(() => LogTail.Read(application.LogFileOf("server")) is [.., "70"]);

        Signals.Kill(application.Units["server"].Process!.Value.Pid);

        await application.WaitForUnitAsync("server", UnitState.Exited).Soon();
        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("client")).Soon();
        Assert.AreEqual(
            $"TO1409: 'server' was ended by SIGKILL. The last lines of its log '{application.LogFileOf("server")}':{string.Concat(Enumerable.Range(21, 50).Select(i => $"\n    {i}"))}",
            application.Failures.Single(f => f.State == UnitState.Exited).Reason);
        Assert.AreEqual($"TO1402: The application '{application.Id}' did not start:\n'client' is Skipped: It was not started, because 'server' was ended by SIGKILL.", error.Message);
        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartUnitAsync("behind")).Soon();
        Assert.AreEqual("It was not started, because 'client' is Skipped.", application.Units["behind"].Reason);
    }
}
