namespace TestOrchestrator.Engine.Tests.Janitors;

[TestClass]
public sealed class JanitorTests
{
    [TestMethod]
    public async Task What_a_killed_owner_and_a_killed_nursery_left_is_removed_by_the_next_run()
    {
        await using OwnedRun run = await OwnedRun.StartAsync(
            "setsid sleep 300 & exec sleep 300",
            "exec env -i setsid sh -c 'cd /; exec 3<lock; exec sleep 300' < /dev/null",
            "setsid sh -c 'unset TESTORCHESTRATOR_RUN; exec sleep 300' & exec sleep 300");
        await Eventually.IsTrueAsync(() => run.Processes.Count >= 3);

        // The owner first stopped: it would notice the end of the nursery and kill for itself.
        int nursery = run.NurseryPid;
        run.Owner.Send(19);
        Kill(nursery);
        run.Owner.Send(9);
        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery) && !MarkedProcesses.IsAlive(run.Owner.Pid));
        Assert.IsNotEmpty(run.Processes, "Nothing was left to clean: the test proves nothing.");

        IReadOnlyList<string> told = await run.RunJanitorAsync();

        Assert.IsEmpty(run.Processes);
        Assert.IsFalse(Directory.Exists(run.StateDirectory));
        Assert.HasCount(1, told);
    }

    private static void Kill(int pid) => _ = NativeSignals.Kill(pid, (int)ProcessSignal.Kill);
}
