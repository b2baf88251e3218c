using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Tests.Texts;

[TestClass]
public sealed class NamesTests
{
    [TestMethod]
    [DataRow("comand", "command")]
    [DataRow("Command", "command")]
    [DataRow("prot", "port")]
    [DataRow("ports", "port")]
    [DataRow("x", null)]
    [DataRow("banana", null)]
    [DataRow("", null)]
    public void The_nearest_name_is_one_slip_away(string wanted, string? nearest) => Assert.AreEqual(nearest, Names.Nearest(wanted, ["port", "command", "services"]));
}
