using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Nurseries;

[TestClass]
public sealed class NurseryLossTests
{
    private const string Lost = "TO1203: The nursery, the helper process that owns all processes of the run, has ended before the run did: somebody killed it, or the machine is out of memory. The processes of the run have ended with it.";

    [TestMethod]
    public async Task Processes_end_with_their_nursery_and_that_is_told()
    {
        await using TestEngine engine = new();
        ChildProcess process = await engine.StartScriptAsync("exec sleep 300");

        Kill(OwnedRun.NurseryPidOf(engine.Run.Directory));

        Assert.AreEqual("ended in a way that nobody saw", (await process.Exited.Soon()).ToString());
        await Eventually.IsTrueAsync(() => engine.Events("nursery-lost").Count == 1);
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task Nothing_can_be_started_without_a_nursery()
    {
        await using TestEngine engine = new();
        ChildProcess process = await engine.StartScriptAsync("exec sleep 300");
        Kill(OwnedRun.NurseryPidOf(engine.Run.Directory));
        await process.Exited.Soon();

        EngineException error = await Assert.ThrowsExactlyAsync<EngineException>(() => engine.StartScriptAsync("exit 0")).Soon();

        Assert.AreEqual(Lost, error.Message);
    }

    [TestMethod]
    public async Task What_escaped_from_the_processes_ends_with_the_nursery_too()
    {
        await using TestEngine engine = new();
        string ready = Path.Combine(engine.Directory, "ready");
        ChildProcess process = await engine.StartScriptAsync($"setsid sleep 300 & (setsid sleep 300 &); touch {ready}; exec sleep 300");
        await Eventually.IsTrueAsync(() => File.Exists(ready) && engine.Processes.Count == 3);

        Kill(OwnedRun.NurseryPidOf(engine.Run.Directory));

        await process.Exited.Soon();
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task Its_signals_do_not_end_it()
    {
        await using TestEngine engine = new();
        ChildProcess process = await engine.StartScriptAsync("exec sleep 300");
        int nursery = OwnedRun.NurseryPidOf(engine.Run.Directory);

        foreach (int signal in new[] { 1, 2, 13, 15 })
        {
            _ = NativeSignals.Kill(nursery, signal);
        }

        ChildProcess another = await engine.StartScriptAsync("exit 0").Soon();
        await another.Exited.Soon();
        Assert.IsFalse(process.Exited.IsCompleted);
    }

    private static void Kill(int nursery) => _ = NativeSignals.Kill(nursery, (int)StopSignal.Kill);
}
