namespace TestOrchestrator.Engine.Tests.Definitions;

/// <summary>TO1107: units wait for each other.</summary>
[TestClass]
public sealed class WaitCycleTests : IDisposable
{
    private readonly TestDefinition _definition = new();

    public void Dispose() => _definition.Dispose();

    [TestMethod]
    public void A_unit_waits_for_itself()
    {
        TestUnit a = _definition.AddProgram("a");
        a.WaitFor(a);

        Reports(Cycle("'a' -> 'a'"));
    }

    [TestMethod]
    public void Two_units_wait_for_each_other_in_whatever_ways()
    {
        TestUnit a = _definition.AddProgram("a");
        TestUnit b = _definition.AddProgram("b").WaitForStart(a).WaitFor(a);
        a.WaitForCompletion(b);

        Reports(Cycle("'a' -> 'b' -> 'a'"));
    }

    [TestMethod]
    public void Three_units_wait_for_each_other_and_a_fourth_for_them()
    {
        TestUnit b = _definition.AddProgram("b");
        TestUnit outside = _definition.AddProgram("outside").WaitFor(b);
        TestUnit a = _definition.AddProgram("a").WaitFor(b);
        TestUnit c = _definition.AddProgram("c").WaitFor(a);
        b.WaitFor(c);
        _definition.AddProgram("last").WaitFor(outside);

        Reports(Cycle("'b' -> 'c' -> 'a' -> 'b'"));
    }

    [TestMethod]
    public void Two_cycles_are_two_problems()
    {
        TestUnit a = _definition.AddProgram("a");
        TestUnit b = _definition.AddProgram("b");
        TestUnit c = _definition.AddProgram("c");
        a.WaitFor(b).WaitFor(c);
        b.WaitFor(a);
        c.WaitFor(a);

        Reports($"""
            There are 2 problems:
              {Cycle("'a' -> 'b' -> 'a'")}
              {Cycle("'a' -> 'c' -> 'a'")}
            """);
    }

    [TestMethod]
    public void Names_of_dependencies_are_read_without_case()
    {
        TestUnit b = _definition.AddProgram("b").DependsOn(new() { Unit = "A" });
        _definition.AddProgram("a").WaitFor(b);

        Reports(Cycle("'b' -> 'a' -> 'b'"));
    }

    [TestMethod]
    public void Many_may_wait_for_one()
    {
        TestUnit server = _definition.AddProgram("server");
        TestUnit a = _definition.AddProgram("a").WaitFor(server);
        TestUnit b = _definition.AddProgram("b").WaitFor(a).WaitFor(server);
        _definition.AddProgram("c").WaitFor(a).WaitFor(b);

        Reports("");
    }

    private static string Cycle(string path) => $"TO1107: These wait for each other, and none of them could ever start: {path}. Remove one dependency.";

    private void Reports(string expected) => Assert.AreEqual(expected, _definition.Problems());
}
