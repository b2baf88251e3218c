namespace TestOrchestrator.Engine.Tests.Nurseries;

[TestClass]
public sealed class OwnerEndTests
{
    // What is hard to kill: in a session of its own, orphaned by a double fork, stopped, deaf to requests, and making more all the time.
    private static readonly string[] s_scripts =
    [
        "exec sleep 300",
        "setsid sleep 300 & exec sleep 300",
        "(setsid sh -c 'sleep 300 & exec sleep 300' &); exit 0",
        "kill -STOP $$; exec sleep 300",
        "trap '' HUP INT TERM; for i in $(seq 300); do sleep 1; done",
        "for i in $(seq 6000); do sleep 5 & sleep 0.05; done",
        "for i in $(seq 6000); do setsid sleep 5 & sleep 0.05; done",
        "breed() { [ $1 -gt 0 ] && { breed $(($1-1)) & setsid sleep 300 & breed $(($1-1)); }; sleep 300; }; breed 6",
    ];

    [TestMethod]
    [DataRow("exit", 0, 0)]
    [DataRow("throw", 0, 134)]
    [DataRow("", 15, 143)]
    [DataRow("", 2, 130)]
    [DataRow("twice", 2, 130)]
    [DataRow("", 9, 137)]
    public async Task However_the_owner_ends_nothing_of_its_run_is_left(string command, int signal, int exitCode)
    {
        await using OwnedRun run = await OwnedRun.StartAsync(s_scripts);
        int nursery = run.NurseryPid;
        await Eventually.IsTrueAsync(() => run.Processes.Count >= s_scripts.Length + 3);

        await EndAsync(run.Owner, command, signal);

        Assert.AreEqual(exitCode, await run.Owner.ExitedAsync().Soon());
        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery));
        Assert.IsEmpty(run.Processes);
        Assert.IsFalse(Directory.Exists(run.StateDirectory));
    }

    // Nothing of the run can be seen in it: no mark, no directory, no file.
    [TestMethod]
    public async Task What_hides_from_everybody_but_its_parent_ends_with_the_owner_too()
    {
        string hidden = $"300.{Random.Shared.Next(100_000_000, 999_999_999)}";
        await using OwnedRun run = await OwnedRun.StartAsync($"(env -i setsid sh -c 'cd /; exec sleep {hidden}' </dev/null >/dev/null 2>&1 &) ; exec sleep 300");
        await Eventually.IsTrueAsync(() => Sleepers(hidden).Length == 1);
        int nursery = run.NurseryPid;

        run.Owner.Send(9);

        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery));
        Assert.IsEmpty(Sleepers(hidden));
    }

    // Whoever carries logs must not be kept from killing those who write them.
    [TestMethod]
    public async Task Processes_that_write_without_an_end_to_a_stamped_log_end_with_the_owner_too()
    {
        using TemporaryDirectory directory = new();
        Dictionary<string, string?> environment = new() { ["TESTORCHESTRATOR_STATE"] = directory["state"] };
        await using RunningProgram owner = AssetPrograms.StartOwner(environment, "application", directory["runs"], "", $"(setsid sh -c 'touch {directory["left"]}; exec yes' &) ; exec yes");
        string run = await owner.LineAsync("directory ").Soon();
        await owner.LineAsync("started").Soon();
        await Eventually.IsTrueAsync(() => File.Exists(directory["left"]));
        int nursery = OwnedRun.NurseryPidOf(run);

        owner.Send(9);

        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery));
        Assert.IsEmpty(MarkedProcesses.With($"TESTORCHESTRATOR_RUN={Path.GetFileName(run)}"));
    }

    [TestMethod]
    public async Task The_last_event_of_a_run_whose_owner_was_killed_says_so()
    {
        await using OwnedRun run = await OwnedRun.StartAsync("exec sleep 300", "exec sleep 300");
        int nursery = run.NurseryPid;

        run.Owner.Send(9);

        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery));
        Assert.AreEqual(
            "run-abandoned killed=2 text=The owner of the run ended without closing it: it was killed or crashed. The nursery killed its processes.",
            RunEventLines.Read(run.RunDirectory)[^1]);
    }

    [TestMethod]
    public async Task A_run_that_is_closed_says_nothing_of_being_abandoned()
    {
        await using OwnedRun run = await OwnedRun.StartAsync();

        await run.Owner.WriteLineAsync("dispose");

        Assert.AreEqual(0, await run.Owner.ExitedAsync().Soon());
        Assert.AreEqual("run-ended", RunEventLines.Read(run.RunDirectory)[^1]);
    }

    [TestMethod]
    public async Task Processes_that_a_closed_run_left_are_killed_and_told_of()
    {
        await using OwnedRun run = await OwnedRun.StartAsync("exec sleep 300");

        await run.Owner.WriteLineAsync("dispose");

        Assert.AreEqual(0, await run.Owner.ExitedAsync().Soon());
        Assert.IsEmpty(run.Processes);
        Assert.AreEqual(
            "run-abandoned killed=1 text=The run ended and left processes behind; the nursery killed them.",
            RunEventLines.Read(run.RunDirectory)[^1]);
    }

    private static string[] Sleepers(string argument) =>
        [.. Directory.GetDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out int pid) && MarkedProcesses.IsAlive(pid) && CommandLines.Of(pid) == $"sleep {argument}")];

    private static async Task EndAsync(RunningProgram owner, string command, int signal)
    {
        if (signal == 0)
        {
            await owner.WriteLineAsync(command);
        }
        else
        {
            owner.Send(signal);
            if (command == "twice" && MarkedProcesses.IsAlive(owner.Pid))
            {
                _ = NativeSignals.Kill(owner.Pid, signal);
            }
        }
    }
}
