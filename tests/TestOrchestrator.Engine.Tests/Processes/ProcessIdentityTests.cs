namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class ProcessIdentityTests
{
    [TestMethod]
    public async Task A_process_is_the_same_as_long_as_it_lives_and_no_other()
    {
        await using RunningProgram first = RunningProgram.Start("/bin/sh", ["-c", "echo there; exec sleep 300"]);
        await first.LineAsync("there").Soon();
        ProcessIdentity identity = ProcessIdentity.Of(first.Pid);

        ProcessIdentity again = ProcessIdentity.Of(first.Pid);

        Assert.AreEqual(identity, again);
        Assert.AreNotEqual(0, identity.StartTicks);
        first.Send(9);
        await first.ExitedAsync().Soon();
        Assert.AreEqual(new(first.Pid, 0), ProcessIdentity.Of(first.Pid));
    }

    [TestMethod]
    public async Task A_name_with_blanks_and_parentheses_does_not_confuse_it()
    {
        using TemporaryDirectory directory = new();
        string program = directory["my (odd) 1 2 3)"];
        File.Copy("/bin/sleep", program);
        await using RunningProgram running = RunningProgram.Start(program, ["300"]);
        await Eventually.IsTrueAsync(() => File.ReadAllText($"/proc/{running.Pid}/comm").StartsWith("my (odd)", StringComparison.Ordinal));
        string boot = File.ReadAllText("/proc/uptime").Split('.')[0];

        ProcessIdentity identity = ProcessIdentity.Of(running.Pid);

        // Ticks are hundredths of a second since the machine started; it has just been started.
        long age = long.Parse(boot, System.Globalization.CultureInfo.InvariantCulture) - (identity.StartTicks / 100);
        Assert.IsTrue(age is >= -1 and < 300, $"It is {age} s old.");
    }

    [TestMethod]
    public async Task A_signal_never_reaches_another_process_that_has_got_the_pid()
    {
        await using RunningProgram program = RunningProgram.Start("sleep", ["300"]);
        ProcessIdentity identity = ProcessIdentity.Of(program.Pid);

        bool[] sent =
        [
            NativeSignals.TrySend(identity with { StartTicks = identity.StartTicks - 1 }, StopSignal.Kill),
            NativeSignals.TrySend(identity with { StartTicks = identity.StartTicks + 1 }, StopSignal.Kill),
            NativeSignals.TrySend(identity with { StartTicks = 0 }, StopSignal.Kill),
        ];
        bool alive = MarkedProcesses.IsAlive(program.Pid);
        bool sentAtLast = NativeSignals.TrySend(identity, StopSignal.Kill);

        Assert.AreEqual("False False False", string.Join(' ', sent));
        Assert.AreEqual("True True", $"{alive} {sentAtLast}");
        Assert.AreEqual(137, await program.ExitedAsync().Soon());
        Assert.IsFalse(NativeSignals.TrySend(identity, StopSignal.Kill));
    }

    [TestMethod]
    public void This_process_has_one() => Assert.AreNotEqual(0, ProcessIdentity.Of(Environment.ProcessId).StartTicks);
}
