using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Newtonsoft.Json.Linq;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

/// <summary>
/// Compares with an independent implementation, where it means the same: names, indexes from the front, slices with a positive step, descendants by name, filters of arrays
/// that compare a member with a literal of its type. Its <c>.*</c> is for objects and its <c>[*]</c> for arrays only, so that each of ours is all combinations of theirs.
/// It orders descendants and such combinations otherwise; those selections are compared without order.
/// </summary>
[TestClass]
public sealed class NewtonsoftTests
{
    private const int Rounds = 3_000;

    [TestMethod]
    [DataRow(11)]
    [DataRow(12)]
    public void Both_implementations_select_the_same(int seed)
    {
        Random random = new(seed);
        int selected = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string path = RandomPath(random);
            string json = path.StartsWith("$[?", StringComparison.Ordinal) ? RandomJson.Array(random, depth: 4) : RandomJson.Value(random, depth: 4);

            string[] ours = [.. JsonPath.Parse(path).Select(JsonNode.Parse(json)).Select(n => Canonical(n.Node?.ToJsonString() ?? "null"))];
            string[] theirs = [.. Variants(path).SelectMany(JToken.Parse(json).SelectTokens).Select(t => Canonical(t.ToString(Newtonsoft.Json.Formatting.None)))];

            if (path.Contains("..", StringComparison.Ordinal) || path.Contains('*', StringComparison.Ordinal))
            {
                Array.Sort(ours, StringComparer.Ordinal);
                Array.Sort(theirs, StringComparer.Ordinal);
            }

            CollectionAssert.AreEqual(theirs, ours, $"seed {seed}, round {i}: {path} on {json}");
            selected += ours.Length;
        }

        Assert.IsGreaterThan(Rounds / 4, selected, "most selections were empty");
    }

    private static string Canonical(string json) => JsonNode.Parse(json)?.ToJsonString() ?? "null";

    private static IEnumerable<string> Variants(string path)
    {
        int wildcard = path.IndexOf("[*]", StringComparison.Ordinal);
        return wildcard < 0
            ? [path]
            : Variants(path[(wildcard + 3)..]).SelectMany(rest => new[] { $"{path[..wildcard]}[*]{rest}", $"{path[..wildcard]}.*{rest}" });
    }

    private static string RandomPath(Random random)
    {
        StringBuilder path = new("$");
        if (random.Next(4) == 0)
        {
            path.Append(CultureInfo.InvariantCulture, $"[?(@.{RandomJson.Name(random)} == {random.Next(3)})]");
        }

        bool hasDescendants = false;
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int kind = random.Next(hasDescendants ? 5 : 6);
            hasDescendants |= kind == 5;
            string name = RandomJson.Name(random);
            path.Append(kind switch
            {
                0 => $".{name}",
                1 => $"['{name}']",
                2 => string.Create(CultureInfo.InvariantCulture, $"[{random.Next(3)}]"),
                3 => "[*]",
                4 => string.Create(CultureInfo.InvariantCulture, $"[{random.Next(3)}:{random.Next(4)}:{random.Next(1, 3)}]"),
                _ => $"..{name}",
            });
        }

        return path.ToString();
    }
}
