using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.Fuzzing;

[TestClass]
public sealed class JsonNumberTests
{
    [TestMethod]
    [DataRow("1e4900719925474099200", "1e4900719925474099200", true)]
    [DataRow("1e4900719925474099200", "1e400", false)]
    [DataRow("1e4900719925474099200", "1", false)]
    [DataRow("[1e4900719925474099200]", "[1]", false)]
    public void Exponents_that_no_integer_holds_are_compared_as_they_are_written(string left, string right, bool areEqual) =>
        Assert.AreEqual(areEqual, JsonComparison.AreEqual(JsonNode.Parse(left), JsonNode.Parse(right)));
}
