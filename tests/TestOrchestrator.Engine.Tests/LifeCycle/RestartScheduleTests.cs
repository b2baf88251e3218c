namespace TestOrchestrator.Engine.Tests.LifeCycle;

[TestClass]
public sealed class RestartScheduleTests
{
    private static readonly RestartDefinition s_always = new() { Policy = RestartPolicy.Always, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(5) };
    private static readonly ProcessExit s_failure = new() { ExitCode = 1 };

    [TestMethod]
    public void Delays_double_up_to_the_limit()
    {
        RestartSchedule schedule = new(s_always);

        string delays = string.Join(' ', Enumerable.Range(0, 6).Select(_ => schedule.Next(s_failure, TimeSpan.Zero)?.TotalSeconds));

        Assert.AreEqual("1 2 4 5 5 5", delays);
    }

    [TestMethod]
    public void After_a_run_as_long_as_the_limit_the_delay_is_short_again()
    {
        RestartSchedule schedule = new(s_always);
        TimeSpan[] ranFor = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(5), TimeSpan.Zero];

        string delays = string.Join(' ', ranFor.Select(t => schedule.Next(s_failure, t)?.TotalSeconds));

        Assert.AreEqual("1 2 4 5 1 2", delays);
    }

    [TestMethod]
    [DataRow(RestartPolicy.Never, "- - - -")]
    [DataRow(RestartPolicy.OnFailure, "- 1 2 4")]
    [DataRow(RestartPolicy.Always, "1 2 4 5")]
    public void The_policy_decides_what_is_started_again(RestartPolicy policy, string expected)
    {
        RestartSchedule schedule = new(s_always with { Policy = policy });
        ProcessExit?[] exits = [new() { ExitCode = 0 }, s_failure, new() { Signal = 9 }, null];

        string delays = string.Join(' ', exits.Select(exit => schedule.Next(exit, TimeSpan.Zero)?.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"));

        Assert.AreEqual(expected, delays);
        Assert.AreEqual(policy != RestartPolicy.Never, schedule.IsAny);
    }

    [TestMethod]
    public void Without_a_policy_nothing_is_started_again()
    {
        RestartSchedule schedule = new(null);

        Assert.IsNull(schedule.Next(s_failure, TimeSpan.Zero));
        Assert.IsFalse(schedule.IsAny);
    }
}
