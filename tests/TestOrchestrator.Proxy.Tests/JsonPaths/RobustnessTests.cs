using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

[TestClass]
public sealed class RobustnessTests
{
    private const int Rounds = 40_000;

    private static readonly string[] s_words =
    [
        "$", "@", ".", "..", "[", "]", "*", "?", "(", ")", "!", "&&", "||", "==", "!=", "<=", ">=", "<", ">", ",", ":", "-", "0", "1", "-0", "007", "1.5", "1e400", "9007199254740992",
        "'a'", "\"b\"", "'", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\ud800", "\udc00", "\0", " ", "\t", "\n", "\u00a0", "a", "_", "ß", "😀", "true", "null", "length(", "count(", "match(", "search(", "value(", "'[a-z'", "'(a*)*b'",
    ];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void No_text_is_answered_by_anything_but_a_path_or_a_refusal(int seed)
    {
        Random random = new(seed);
        string[] valid = [.. ComplianceSuite.Cases.Select(c => c.Selector)];
        JsonNode document = JsonNode.Parse("{\"a\":[1,2.5,\"x\",null,{\"b\":\"\\ud800\",\"a\":{\"a\":[]}}],\"ß\":true,\"😀\":1e400}")!;
        int accepted = 0;

        for (int i = 0; i < Rounds; i++)
        {
            string text = i % 2 == 0 ? Mutated(random, valid[random.Next(valid.Length)]) : Mutated(random, "$");
            try
            {
                JsonPath.Parse(text).Select(document);
                accepted++;
            }
            catch (ProxyException refused) when (refused.Code is "TO2220" or "TO2221")
            {
                continue;
            }
            catch (Exception other)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {i}: {Uri.EscapeDataString(text)}: {other}"));
            }
        }

        // Otherwise only first characters, or only valid paths, would have been tried.
        Assert.IsGreaterThan(Rounds / 100, accepted);
        Assert.IsLessThan(Rounds / 2, accepted);
    }

    private static string Mutated(Random random, string text)
    {
        StringBuilder mutated = new(text);
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(mutated.Length + 1);
            if (random.Next(3) == 0 && at < mutated.Length)
            {
                mutated.Remove(at, Math.Min(random.Next(1, 4), mutated.Length - at));
            }
            else
            {
                mutated.Insert(random.Next(4) == 0 ? at : mutated.Length, s_words[random.Next(s_words.Length)]);
            }
        }

        return mutated.ToString();
    }
}
