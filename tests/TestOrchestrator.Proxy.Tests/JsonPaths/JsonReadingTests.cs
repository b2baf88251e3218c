using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

[TestClass]
public sealed class JsonReadingTests
{
    [TestMethod]
    public void Of_members_with_the_same_name_the_last_counts()
    {
        Assert.IsTrue(JsonReading.TryRead("{\"a\":1,\"b\":[{\"c\":1,\"c\":2}],\"a\":null}"u8, out JsonNode? node, out _));

        Assert.AreEqual("{\"a\":null,\"b\":[{\"c\":2}]}", node!.ToJsonString());
    }

    [TestMethod]
    public void The_literal_null_is_a_document()
    {
        Assert.IsTrue(JsonReading.TryRead("null"u8, out JsonNode? node, out _));
        Assert.IsNull(node);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("{\"a\":1,}")]
    [DataRow("{\"\\ud800\":1,\"\\ud800\":1}")]
    public void What_is_no_JSON_is_said(string text)
    {
        Assert.IsFalse(JsonReading.TryRead(Encoding.UTF8.GetBytes(text), out _, out string? problem));
        Assert.AreNotEqual("", problem);
    }

    [TestMethod]
    public void What_is_nested_too_deep_is_said()
    {
        Assert.IsTrue(JsonReading.TryRead(Encoding.UTF8.GetBytes(new string('[', 256) + new string(']', 256)), out _, out _));
        Assert.IsFalse(JsonReading.TryRead(Encoding.UTF8.GetBytes(new string('[', 257) + new string(']', 257)), out _, out _));
    }

    [TestMethod]
    [DataRow("$[?@ == '\\uD834\\uDD1E']", "𝄞")]
    [DataRow("$[?@ > '\\uE000']", "𝄞")]
    [DataRow("$[?@ == 1.0]", "1|1.0|1e0")]
    [DataRow("$[?@ > 9007199254740992]", "9007199254740993|1e400")]
    [DataRow("$[?@ == 9007199254740993]", "9007199254740993")]
    public void Values_are_compared_by_what_they_mean(string path, string expected)
    {
        JsonNode document = JsonNode.Parse("[\"\\ud834\\udd1e\", \"\\ud800\", \"\\uE000\", 1, 1.0, 1e0, 9007199254740992, 9007199254740993, 1e400]")!;

        Assert.AreEqual(expected, string.Join('|', JsonPath.Parse(path).Select(document).Select(n => n.Node!.ToString())));
    }
}
