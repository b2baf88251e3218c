using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

[TestClass]
public sealed class ComplianceTests
{
    public static IEnumerable<object[]> Valid => ComplianceSuite.Cases.Where(c => !c.IsInvalid).Select(c => new object[] { c });

    public static IEnumerable<object[]> Invalid => ComplianceSuite.Cases.Where(c => c.IsInvalid).Select(c => new object[] { c });

    [TestMethod]
    [DynamicData(nameof(Valid))]
    public void A_valid_path_selects_what_the_suite_says(ComplianceCase test)
    {
        JsonArray nodes = [];
        JsonArray paths = [];
        foreach (LocatedNode selected in JsonPath.Parse(test.Selector).Select(JsonNode.Parse(test.Document)))
        {
            nodes.Add(selected.Node?.DeepClone());
            paths.Add(selected.Location.ToString());
        }

        Assert.IsNotEmpty(test.Results);
        Assert.HasCount(test.Results.Length, test.Paths);
        int fitting = Array.FindIndex(test.Results, r => JsonNode.DeepEquals(JsonNode.Parse(r), nodes));
        Assert.IsGreaterThanOrEqualTo(0, fitting, $"{test.Selector} on {test.Document} selected {nodes.ToJsonString()} at {paths.ToJsonString()}, expected {string.Join(" or ", test.Results)}");
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(test.Paths[fitting]), paths), $"{test.Selector} is at {paths.ToJsonString()}, expected {test.Paths[fitting]}");
    }

    [TestMethod]
    [DynamicData(nameof(Invalid))]
    public void An_invalid_path_is_refused(ComplianceCase test)
    {
        ProxyException refused = Assert.ThrowsExactly<ProxyException>(() => JsonPath.Parse(test.Selector));

        Assert.IsTrue(refused.Code is "TO2220" or "TO2221", refused.Message);
    }

    [TestMethod]
    public void The_suite_is_whole()
    {
        Assert.AreEqual(703, ComplianceSuite.Cases.Count());
        Assert.AreEqual(247, ComplianceSuite.Cases.Count(c => c.IsInvalid));
    }

    [TestMethod]
    public void Normalized_paths_select_what_they_name()
    {
        foreach (ComplianceCase test in ComplianceSuite.Cases.Where(c => !c.IsInvalid))
        {
            JsonNode? document = JsonNode.Parse(test.Document);
            foreach (LocatedNode selected in JsonPath.Parse(test.Selector).Select(document))
            {
                JsonPath path = JsonPath.Parse(selected.Location.ToString());

                Assert.IsTrue(path.IsSingular);
                Assert.AreSame(selected.Node, path.Select(document).Single().Node);
            }
        }
    }
}
