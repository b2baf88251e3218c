using TestOrchestrator.Engine.Janitors;
using TestOrchestrator.Engine.Removals;

namespace TestOrchestrator.Engine.Tests.Janitors;

[TestClass]
public sealed class JanitorTests
{
    [TestMethod]
    public async Task What_a_killed_owner_and_a_killed_nursery_left_is_removed_by_the_next_run()
    {
        await using OwnedRun run = await OwnedRun.StartAsync(
            "setsid sleep 300 & exec sleep 300",
            "env -i setsid sh -c 'exec 3<lock; cd /; exec sleep 300' & exec sleep 300",
            "setsid sh -c 'unset TESTORCHESTRATOR_RUN; exec sleep 300' & exec sleep 300");
        await Eventually.IsTrueAsync(() => run.Processes.Count >= 4);
        await KillOwnerAndNurseryAsync(run);
        Assert.IsNotEmpty(run.Processes, "Nothing was left to clean: the test proves nothing.");

        IReadOnlyList<string> told = await run.RunJanitorAsync();

        Assert.IsEmpty(run.Processes);
        Assert.IsFalse(Directory.Exists(run.StateDirectory));
        Assert.HasCount(1, told);
    }

    // Deaf, stopped, and making more all the time.
    [TestMethod]
    public async Task What_is_hard_to_kill_does_not_outlive_the_next_run_s_janitor()
    {
        await using OwnedRun run = await OwnedRun.StartAsync(
            "kill -STOP $$; exec sleep 300",
            "trap '' HUP INT TERM; while :; do sleep 1; done",
            "for i in $(seq 6000); do (setsid sleep 5 &) ; sleep 0.01; done",
            "(setsid sh -c 'for i in $(seq 6000); do setsid sleep 5 & sleep 0.01; done' &) ; exit 0",
            "breed() { [ $1 -gt 0 ] && { breed $(($1-1)) & setsid sleep 300 & breed $(($1-1)); }; sleep 300; }; (setsid sh -c 'sleep 300' &) ; breed 5");
        await Eventually.IsTrueAsync(() => run.Processes.Count >= 60);
        await KillOwnerAndNurseryAsync(run);
        Assert.IsNotEmpty(run.Processes, "Nothing was left to clean: the test proves nothing.");

        IReadOnlyList<string> told = await run.RunJanitorAsync();

        Assert.IsEmpty(run.Processes);
        Assert.IsFalse(Directory.Exists(run.StateDirectory));
        Assert.HasCount(1, told);
    }

    [TestMethod]
    public async Task A_process_without_the_mark_of_the_run_is_found_by_where_it_works_and_what_it_has_open()
    {
        using TemporaryDirectory root = new();
        string dead = MakeDeadRun(root.Path);
        await using RunningProgram works = RunningProgram.Start("/bin/sh", ["-c", $"cd {dead}/tmp; echo there; exec sleep 300"]);
        await using RunningProgram reads = RunningProgram.Start("/bin/sh", ["-c", $"exec 3<{dead}/tmp/file; echo there; exec sleep 300"]);
        await using RunningProgram marked = RunningProgram.Start("/bin/sh", ["-c", "echo there; exec sleep 300"], new Dictionary<string, string?> { ["TESTORCHESTRATOR_RUN"] = Path.GetFileName(dead) });
        await using RunningProgram other = RunningProgram.Start("/bin/sh", ["-c", $"cd {root.Path}; echo there; exec sleep 300"], new Dictionary<string, string?> { ["TESTORCHESTRATOR_RUN"] = $"{Path.GetFileName(dead)}x" });
        foreach (RunningProgram program in new[] { works, reads, marked, other })
        {
            await program.LineAsync("there").Soon();
        }

        string told = Clean(root.Path);

        Assert.AreEqual("dead-run-removed killed=3", told);
        Assert.AreEqual("137 137 137", $"{await works.ExitedAsync().Soon()} {await reads.ExitedAsync().Soon()} {await marked.ExitedAsync().Soon()}");
        Assert.IsTrue(MarkedProcesses.IsAlive(other.Pid));
    }

    [TestMethod]
    public async Task A_run_that_is_alive_is_never_touched()
    {
        await using OwnedRun run = await OwnedRun.StartAsync("exec sleep 300");

        IReadOnlyList<string> told = [.. await run.RunJanitorAsync(), .. await run.RunJanitorAsync()];

        Assert.IsEmpty(told);
        Assert.HasCount(1, run.Processes);
        Assert.IsTrue(Directory.Exists(run.StateDirectory));
    }

    [TestMethod]
    public async Task A_run_is_alive_as_long_as_its_nursery_cleans_up()
    {
        await using OwnedRun run = await OwnedRun.StartAsync("exec sleep 300");
        Send(run.NurseryPid, 19);
        run.Owner.Send(9);
        await run.Owner.ExitedAsync().Soon();

        IReadOnlyList<string> told = await run.RunJanitorAsync();

        Send(run.NurseryPid, 18);
        Assert.IsEmpty(told);
        await Eventually.IsTrueAsync(() => !Directory.Exists(run.StateDirectory));
    }

    [TestMethod]
    public async Task A_run_that_is_alive_is_not_touched_where_file_locks_of_dotnet_are_switched_off()
    {
        await using OwnedRun run = await OwnedRun.StartAsync("exec sleep 300");

        IReadOnlyList<string> told = await run.RunJanitorAsync(new() { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" });

        Assert.IsEmpty(told);
        Assert.HasCount(1, run.Processes);
    }

    [TestMethod]
    public void A_run_that_is_just_being_made_is_left_alone_for_an_hour()
    {
        using TemporaryDirectory root = new();
        string made = Directory.CreateDirectory(root[".new-20300101-000000-abcd"]).FullName;
        File.WriteAllText(Path.Combine(made, "lock"), "");
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());

        string before = Clean(root.Path, clock);
        bool wasThere = Directory.Exists(made);
        clock.Advance(TimeSpan.FromMinutes(61));
        string after = Clean(root.Path, clock);

        Assert.AreEqual("", before);
        Assert.IsTrue(wasThere);
        Assert.AreEqual("dead-run-removed killed=0", after);
        Assert.IsFalse(Directory.Exists(made));
    }

    [TestMethod]
    public void What_it_cannot_judge_is_left_alone()
    {
        using TemporaryDirectory root = new();
        Directory.CreateDirectory(root["20300101-000000-abcd/lock"]);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(root["20300101-000000-abce"]).FullName, "file"), "");
        string dead = MakeDeadRun(root.Path);

        string told = Clean(root.Path);

        Assert.AreEqual("dead-run-removed killed=0", told);
        Assert.IsFalse(Directory.Exists(dead));
        Assert.IsTrue(Directory.Exists(root["20300101-000000-abcd/lock"]));
        Assert.IsTrue(File.Exists(root["20300101-000000-abce/file"]));
    }

    [TestMethod]
    public void What_is_left_of_a_removal_that_was_cut_off_is_removed()
    {
        using TemporaryDirectory root = new();

        // Everything goes before the lock, and the lock before the directory.
        Directory.CreateDirectory(root["20300101-000000-abcd"]);

        Clean(root.Path);

        Assert.IsEmpty(Directory.GetFileSystemEntries(root.Path).Where(e => Path.GetFileName(e) != "events.jsonl"));
    }

    [TestMethod]
    public void Janitors_that_meet_do_not_disturb_each_other()
    {
        using TemporaryDirectory root = new();
        string[] dead = [.. Enumerable.Range(0, 40).Select(_ => MakeDeadRun(root.Path))];

        Parallel.For(0, 8, _ => Clean(root.Path));

        Assert.IsEmpty(dead.Where(Directory.Exists));
    }

    [TestMethod]
    public void What_a_dead_run_has_made_in_another_program_is_removed_last_first_or_is_tried_again_the_next_time()
    {
        using TemporaryDirectory root = new();
        int status = 500;
        using UnixHttpServer engine = new(root["engine.sock"], _ => status);
        string dead = MakeDeadRun(root.Path);
        RemovalNotes notes = new(dead);
        notes.Add(root["engine.sock"], "/networks/one").SetMade();
        notes.Add(root["engine.sock"], "/containers/one?force=true");
        notes.Add(root["engine.sock"], "/containers/removed").Dispose();

        string first = Clean(root.Path);
        status = 204;
        string second = Clean(root.Path);

        Assert.AreEqual($"dead-run-not-removed why='DELETE /containers/one?force=true' was answered with 500 by '{root["engine.sock"]}'.", first);
        Assert.AreEqual("dead-run-removed killed=0", second);
        string[] expected = ["DELETE /containers/one?force=true", "DELETE /containers/one?force=true", "DELETE /networks/one"];
        CollectionAssert.AreEqual(expected, engine.Requests.ToArray());
        Assert.IsFalse(Directory.Exists(dead));
    }

    private static string MakeDeadRun(string root)
    {
        string state = Path.Combine(root, RunId.New(TimeProvider.System).ToString());
        Directory.CreateDirectory(Path.Combine(state, "tmp"));
        File.WriteAllText(Path.Combine(state, "tmp", "file"), "");
        File.WriteAllText(Path.Combine(state, "lock"), "");
        return state;
    }

    private static string Clean(string root, TimeProvider? clock = null)
    {
        List<DeadRun> found = [];
        new Janitor(root, found.Add, clock ?? TimeProvider.System).Clean();
        return string.Join('\n', found.Select(d => d.Problem is null ? $"dead-run-removed killed={d.Killed}" : $"dead-run-not-removed why={d.Problem}"));
    }

    private static async Task KillOwnerAndNurseryAsync(OwnedRun run)
    {
        // The owner is stopped first: it would notice the end of the nursery, and kill what is left itself.
        int nursery = run.NurseryPid;
        run.Owner.Send(19);
        Send(nursery, 9);
        run.Owner.Send(9);
        await run.Owner.ExitedAsync().Soon();
        await Eventually.IsTrueAsync(() => !MarkedProcesses.IsAlive(nursery));
    }

    private static void Send(int pid, int signal) => _ = NativeSignals.Kill(pid, signal);
}
