using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Tests.LifeCycle;

[TestClass]
public sealed class DependencyTests
{
    private static readonly ProcessExit s_zero = new() { ExitCode = 0 };
    private static readonly ProcessExit s_three = new() { ExitCode = 3 };
    private static readonly ProcessExit s_killed = new() { Signal = 9 };

    [TestMethod]
    public void Ready_is_met_by_ready_alone_and_fails_with_what_can_never_be() => Assert.AreEqual(
        """
        Declared: not yet
        Waiting: not yet
        Starting: not yet
        Running: not yet
        Ready: met
        Unhealthy: not yet
        Stopping: not yet
        Stopped: not yet
        Completed: 'db' has completed and can never become ready; wait for it with WaitForCompletion
        Exited: 'db' exited with code 3
        FailedToStart: 'db' is FailedToStart
        Skipped: 'db' is Skipped
        """,
        Looks(WaitCondition.Ready, 0, s_three));

    [TestMethod]
    public void Started_is_met_by_whatever_runs_or_has_run_to_its_end() => Assert.AreEqual(
        """
        Declared: not yet
        Waiting: not yet
        Starting: not yet
        Running: met
        Ready: met
        Unhealthy: met
        Stopping: not yet
        Stopped: not yet
        Completed: met
        Exited: 'db' was ended by SIGKILL
        FailedToStart: 'db' is FailedToStart
        Skipped: 'db' is Skipped
        """,
        Looks(WaitCondition.Started, 0, s_killed));

    [TestMethod]
    public void Completed_is_met_by_an_end_with_the_right_code() => Assert.AreEqual(
        """
        Declared: not yet
        Waiting: not yet
        Starting: not yet
        Running: not yet
        Ready: not yet
        Unhealthy: not yet
        Stopping: not yet
        Stopped: not yet
        Completed: met
        Exited: met
        FailedToStart: 'db' is FailedToStart
        Skipped: 'db' is Skipped
        """,
        Looks(WaitCondition.Completed, 3, s_three));

    [TestMethod]
    public void Completed_fails_with_an_end_with_another_code()
    {
        Assert.AreEqual("'db' exited with code 0 instead of exiting with code 3", Look(WaitCondition.Completed, 3, [(UnitState.Completed, s_zero)]));
        Assert.AreEqual("'db' was ended by SIGKILL instead of exiting with code 0", Look(WaitCondition.Completed, 0, [(UnitState.Exited, s_killed)]));
    }

    [TestMethod]
    public void It_is_met_when_it_is_for_every_replica()
    {
        Assert.AreEqual("met", Look(WaitCondition.Ready, 0, [(UnitState.Ready, null), (UnitState.Ready, null)]));
        Assert.AreEqual("not yet", Look(WaitCondition.Ready, 0, [(UnitState.Ready, null), (UnitState.Running, null)]));
        Assert.AreEqual("not yet", Look(WaitCondition.Ready, 0, [(UnitState.Running, null), (UnitState.Ready, null)]));
        Assert.AreEqual("'db-1' exited with code 3", Look(WaitCondition.Ready, 0, [(UnitState.Starting, null), (UnitState.Exited, s_three)]));
    }

    private static string Looks(WaitCondition condition, int exitCode, ProcessExit exit) => string.Join(
        '\n',
        Enum.GetValues<UnitState>().Select(state => $"{state}: {Look(condition, exitCode, [(state, exit)])}"));

    private static string Look(WaitCondition condition, int exitCode, (UnitState State, ProcessExit? Exit)[] instances)
    {
        string[] names = [.. instances.Index().Select(i => instances.Length == 1 ? "db" : $"db-{i.Index}")];
        ImmutableDictionary<string, UnitSnapshot> snapshots = instances.Index().ToImmutableDictionary(
            i => names[i.Index],
            i => new UnitSnapshot { Name = names[i.Index], Unit = "db", State = i.Item.State, Exit = i.Item.Exit, Since = default, Version = 1 },
            UnitName.Comparer);
        DependencyStatus status = new Dependency { Unit = "db", Instances = [.. names], Condition = condition, ExitCode = exitCode }.Look(snapshots);
        return status.IsMet ? "met" : status.Reason ?? "not yet";
    }
}
