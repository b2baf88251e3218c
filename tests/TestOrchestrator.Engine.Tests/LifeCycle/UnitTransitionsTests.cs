namespace TestOrchestrator.Engine.Tests.LifeCycle;

[TestClass]
public sealed class UnitTransitionsTests
{
    // From the left to the top. Declared is where everything begins, and nothing comes back to it.
    private const string Table = """
                      Declared Waiting Starting Running Ready Unhealthy Stopping Stopped Completed Exited FailedToStart Skipped
        Declared      .        yes     .        .       .     .         .        .       .         .      .             .
        Waiting       .        .       yes      .       .     .         .        yes     .         .      yes           yes
        Starting      .        yes     .        yes     .     .         yes      .       .         .      yes           .
        Running       .        yes     .        .       yes   .         yes      .       yes       yes    yes           .
        Ready         .        yes     .        .       .     yes       yes      .       yes       yes    .             .
        Unhealthy     .        yes     .        .       yes   .         yes      .       yes       yes    .             .
        Stopping      .        .       .        .       .     .         .        yes     .         .      .             .
        Stopped       .        yes     .        .       .     .         .        .       .         .      .             .
        Completed     .        yes     .        .       .     .         .        .       .         .      .             .
        Exited        .        yes     .        .       .     .         .        .       .         .      .             .
        FailedToStart .        yes     .        .       .     .         .        .       .         .      .             .
        Skipped       .        yes     .        .       .     .         .        .       .         .      .             .
        """;

    [TestMethod]
    public void Every_step_that_is_allowed_is_in_the_table_and_no_other()
    {
        string[][] rows = [.. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        UnitState[] all = Enum.GetValues<UnitState>();
        Assert.AreEqual(string.Join(' ', all), string.Join(' ', rows[0]));

        string[] actual = [.. all.SelectMany(from => all.Where(to => UnitTransitions.Allows(from, to)).Select(to => $"{from} -> {to}"))];

        string[] expected = [.. rows.Skip(1).SelectMany(row => row.Index().Where(cell => cell.Item == "yes").Select(cell => $"{row[0]} -> {all[cell.Index - 1]}"))];
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', actual));
    }

    [TestMethod]
    public void A_resource_is_up_from_running_until_it_is_stopped_or_ends() =>
        Assert.AreEqual("Running Ready Unhealthy", string.Join(' ', Enum.GetValues<UnitState>().Where(s => s.IsUp())));

    [TestMethod]
    public void A_resource_has_failed_when_it_ended_unasked_or_did_not_start() =>
        Assert.AreEqual("Exited FailedToStart Skipped", string.Join(' ', Enum.GetValues<UnitState>().Where(s => s.IsFailure())));
}
