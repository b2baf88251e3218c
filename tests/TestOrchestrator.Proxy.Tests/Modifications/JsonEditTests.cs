using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Modifications;
using TestOrchestrator.Proxy.Tests.JsonPaths;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class JsonEditTests
{
    private static readonly string[] s_blanks = ["", "", " ", "\n\t"];

    [TestMethod]
    [DataRow("{ \"price\" : 1.10, \"n\":1E5,\r\n\t\"d\":\"2024-01-01T03:04:05+03:00\" }", "$.n", "{ \"price\" : 1.10, \"n\":7,\r\n\t\"d\":\"2024-01-01T03:04:05+03:00\" }")]
    [DataRow("{\"\\u0061\":\"\\u00e9\",\"b\":1}", "$.b", "{\"\\u0061\":\"\\u00e9\",\"b\":7}")]
    [DataRow("{\"\\u0061\" : 1}", "$.a", "{\"\\u0061\" : 7}")]
    [DataRow(" [1, [2 ,3] , {\"a\":4}]\n", "$[1]", " [1, 7 , {\"a\":4}]\n")]
    [DataRow("[1,2, 3]", "$[-1]", "[1,2, 7]")]
    [DataRow("[1,2, 3]", "$[*]", "[7,7, 7]")]
    [DataRow("[1,2, 3]", "$[0,0,2]", "[7,2, 7]")]
    [DataRow("{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "$..a", "{\"a\":7,\"b\":{\"a\":7}}")]
    [DataRow("[{\"id\":1,\"x\":0},{\"id\":2,\"x\":0}]", "$[?@.id == 2].x", "[{\"id\":1,\"x\":0},{\"id\":2,\"x\":7}]")]
    [DataRow("  {\"a\":1}\n", "$", "  7\n")]
    [DataRow("null", "$", "7")]
    public void A_value_is_put_in_place_of_each_that_the_path_selects(string before, string path, string after) => Assert.AreEqual(after, Edited(before, JsonChange.Put(path, 7, null)));

    [TestMethod]
    [DataRow("{}", "$.a", "{\"a\":7}")]
    [DataRow("{ }", "$.a", "{\"a\":7 }")]
    [DataRow("{ \"b\": 1 }", "$.a", "{ \"b\": 1,\"a\":7 }")]
    [DataRow("{\"b\":{\"c\":1}}", "$.b.a", "{\"b\":{\"c\":1,\"a\":7}}")]
    [DataRow("{\"b\":1}", "$.a.b[0]['c']", "{\"b\":1,\"a\":{\"b\":[{\"c\":7}]}}")]
    [DataRow("{}", "$['a\"\\\\é']", "{\"a\\u0022\\\\\\u00E9\":7}")]
    [DataRow("[]", "$[0]", "[7]")]
    [DataRow("[1 , 2 ]", "$[2]", "[1 , 2,7 ]")]
    [DataRow("[1]", "$[1].a", "[1,{\"a\":7}]")]
    [DataRow("{\"a\":[1]}", "$.a[1][0]", "{\"a\":[1,[7]]}")]
    public void What_a_path_of_names_and_indexes_names_is_created(string before, string path, string after) => Assert.AreEqual(after, Edited(before, JsonChange.Put(path, 7, null)));

    [TestMethod]
    [DataRow("{}", "$.*", "'$.*' selects nothing, and only a path of names and indexes can be created")]
    [DataRow("[]", "$[1]", "'$[1]' selects nothing and cannot be created: '$' is an array of length 0, and only index 0 can be added to it")]
    [DataRow("[1]", "$[-2]", "'$[-2]' selects nothing and cannot be created: '$' is an array of length 1, and only index 1 can be added to it")]
    [DataRow("{}", "$.a[1]", "'$.a[1]' selects nothing and cannot be created: '$['a']' is a new array of length 0, and only index 0 can be added to it")]
    [DataRow("{\"a\":null}", "$.a.b", "'$.a.b' selects nothing and cannot be created: '$['a']' is the literal null, not an object")]
    [DataRow("{\"a\":\"x\"}", "$.a.b", "'$.a.b' selects nothing and cannot be created: '$['a']' is a text, not an object")]
    [DataRow("{\"a\":{}}", "$.a[0]", "'$.a[0]' selects nothing and cannot be created: '$['a']' is an object, not an array")]
    [DataRow("7.5", "$.a", "'$.a' selects nothing and cannot be created: '$' is a number, not an object")]
    [DataRow("true", "$[0]", "'$[0]' selects nothing and cannot be created: '$' is true or false, not an array")]
    public void What_cannot_be_created_is_left_out_and_said(string before, string path, string problem)
    {
        JsonEdit edit = Edit(before, JsonChange.Put(path, 7, null));

        Assert.AreEqual(before, Text(edit));
        Assert.AreEqual(new ModificationProblem("TO2313", problem, IsWhole: false), edit.Problems.Single());
    }

    [TestMethod]
    [DataRow("{\"a\":1, \"b\":2 , \"c\":3}", "$.a", "{\"b\":2 , \"c\":3}")]
    [DataRow("{\"a\":1, \"b\":2 , \"c\":3}", "$.b", "{\"a\":1 , \"c\":3}")]
    [DataRow("{\"a\":1, \"b\":2 , \"c\":3}", "$.c", "{\"a\":1, \"b\":2}")]
    [DataRow("{\"a\":1, \"b\":2 , \"c\":3}", "$['a','c']", "{\"b\":2}")]
    [DataRow("{\"a\":1, \"b\":2 , \"c\":3}", "$['a','b']", "{\"c\":3}")]
    [DataRow("{ \"a\":1, \"b\":2 }", "$.*", "{  }")]
    [DataRow("[1,2,3,4,5]", "$[1,3]", "[1,3,5]")]
    [DataRow("[1,2,3,4,5]", "$[::2]", "[2,4]")]
    [DataRow("[1]", "$[0]", "[]")]
    [DataRow("[[1,2],[3]]", "$[*][0]", "[[2],[]]")]
    [DataRow("{\"a\":{\"a\":1},\"b\":[{\"a\":2,\"c\":3}]}", "$..a", "{\"b\":[{\"c\":3}]}")]
    [DataRow("[0,{\"x\":[1]},2]", "$..[1]", "[0,2]")]
    [DataRow("{\"a\":1}", "$.b", "{\"a\":1}")]
    [DataRow("{\"a\":1}", "$..*[?@ > 5]", "{\"a\":1}")]
    [DataRow("7", "$.a", "7")]
    public void What_a_path_selects_is_removed_with_its_comma(string before, string path, string after) => Assert.AreEqual(after, Edited(before, JsonChange.Remove(path)));

    [TestMethod]
    [DataRow("{\"a\":1,\"b\":{\"a\":2,\"a\":3},\"a\":4}", "$.a", "{\"a\":1,\"b\":{\"a\":2,\"a\":3},\"a\":7}", "{\"b\":{\"a\":2,\"a\":3}}")]
    [DataRow("{\"a\":1,\"b\":{\"a\":2,\"a\":3},\"a\":4}", "$.b.a", "{\"a\":1,\"b\":{\"a\":2,\"a\":7},\"a\":4}", "{\"a\":1,\"b\":{},\"a\":4}")]
    [DataRow("{\"a\":{\"x\":1},\"a\":{\"x\":2}}", "$.a.x", "{\"a\":{\"x\":1},\"a\":{\"x\":7}}", "{\"a\":{\"x\":1},\"a\":{}}")]
    public void Of_members_with_the_same_name_the_last_is_replaced_and_all_are_removed(string before, string path, string replaced, string removed)
    {
        Assert.AreEqual(replaced, Edited(before, JsonChange.Put(path, 7, null)));
        Assert.AreEqual(removed, Edited(before, JsonChange.Remove(path)));
    }

    [TestMethod]
    public void A_member_is_meant_by_its_name_as_it_is()
    {
        Assert.AreEqual("{\"a.b\":7,\"a\":{\"b\":1}}", Edited("{\"a.b\":0,\"a\":{\"b\":1}}", JsonChange.PutMember("a.b", 7, null)));
        Assert.AreEqual("{\"$\":7}", Edited("{}", JsonChange.PutMember("$", 7, null)));
        Assert.AreEqual("{\"\":7}", Edited("{\"\":0}", JsonChange.PutMember("", 7, null)));
        Assert.AreEqual("{\"a\":{\"b\":1}}", Edited("{\"a.b\":0,\"a\":{\"b\":1}}", JsonChange.RemoveMember("a.b")));
        Assert.AreEqual("{\"'\\n\":7}", Edited("{\"'\\n\":1}", JsonChange.PutMember("'\n", 7, null)));
    }

    [TestMethod]
    [DataRow("[{\"a\":1}]", "TO2312", "its body is an array of length 1 and has no members, so that 'b' can be none of them")]
    [DataRow("null", "TO2312", "its body is the literal null and has no members, so that 'b' can be none of them")]
    [DataRow("{\"a\":1", "TO2310", null)]
    [DataRow("", "TO2310", null)]
    [DataRow("a=1", "TO2310", null)]
    public void What_cannot_have_the_member_passes_as_it_was(string before, string code, string? problem)
    {
        foreach (JsonChange change in new[] { JsonChange.PutMember("b", 7, null), JsonChange.RemoveMember("b") })
        {
            JsonEdit edit = Edit(before, JsonChange.Put("$", new { x = 1 }, null), JsonChange.Put("$", JsonNode.Parse("[{\"a\":1}]"), null), change);
            JsonEdit alone = Edit(before, change);

            Assert.AreEqual(before, Text(edit));
            Assert.AreEqual(before, Text(alone));
            Assert.AreEqual(code, alone.Problems.Single().Code);
            Assert.IsTrue(alone.Problems.Single().IsWhole);
            Assert.AreEqual(problem ?? alone.Problems.Single().Reason, alone.Problems.Single().Reason);
        }
    }

    [TestMethod]
    public void Each_change_sees_what_those_before_it_left()
    {
        JsonEdit edit = Edit(
            "{\"a\":[1]}",
            JsonChange.Put("$.a[1]", 2, null),
            JsonChange.Put("$.b.*", 0, null),
            JsonChange.Remove("$.a[0]"),
            JsonChange.Put("$.a[1]", new { sku = "book" }, null),
            JsonChange.PutMember("c", null, null));

        Assert.AreEqual("{\"a\":[2,{\"sku\":\"book\"}],\"c\":null}", Text(edit));
        Assert.AreEqual("TO2313", edit.Problems.Single().Code);
    }

    [TestMethod]
    public void A_mark_and_bytes_that_are_no_text_stay()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8];
        CollectionAssert.AreEqual((byte[])[0xEF, 0xBB, 0xBF, .. "{\"a\":7}"u8], JsonEdit.Apply(body, [JsonChange.Put("$.a", 7, null)]).Json.ToArray());

        byte[] noText = [.. "{\"a\":1,\"b\":\"\\ud800\",\"c\":\""u8, 0xFF, .. "\"}"u8];
        JsonEdit edit = JsonEdit.Apply(noText, [JsonChange.Put("$.a", 7, null)]);
        Assert.IsEmpty(edit.Problems);
        CollectionAssert.AreEqual((byte[])[.. "{\"a\":7,\"b\":\"\\ud800\",\"c\":\""u8, 0xFF, .. "\"}"u8], edit.Json.ToArray());
    }

    [TestMethod]
    [DataRow("{\"\\ud800\":1,\"a\":2}")]
    [DataRow("{\"a\":\"\\ud800\"}")]
    public void Half_of_a_surrogate_pair_breaks_nothing(string body)
    {
        foreach (string path in new[] { "$.a", "$.*", "$..a", "$[?@ == 'x']", "$.b", "$" })
        {
            Assert.IsNotEmpty(Text(Edit(body, JsonChange.Put(path, 7, null))));
            Assert.IsNotEmpty(Text(Edit(body, path == "$" ? JsonChange.RemoveMember("a") : JsonChange.Remove(path))));
        }
    }

    [TestMethod]
    [DataRow(21)]
    [DataRow(22)]
    public void Random_changes_mean_the_same_as_on_nodes_and_touch_nothing_else(int seed)
    {
        Random random = new(seed);
        string[] paths = ["$.a", "$..b", "$[*]", "$.*.c", "$[0]", "$..[1]", "$[?@.a]", "$..*", "$[-1:]", "$['a','b']", "$..c[0]"];
        for (int i = 0; i < 3_000; i++)
        {
            string json = Spaced(random, RandomJson.Value(random, depth: 4));
            string path = paths[random.Next(paths.Length)];
            bool removes = random.Next(2) == 0;
            JsonNode? node = JsonNode.Parse(json);
            LocatedNode[] selected = [.. JsonPath.Parse(path).Select(node)];

            JsonEdit edit = Edit(json, removes ? JsonChange.Remove(path) : JsonChange.Put(path, "new", null));

            string where = $"seed {seed}, round {i}: {path} on {json} gave {Text(edit)}";
            if (selected.Length > 0)
            {
                Assert.IsTrue(JsonNode.DeepEquals(Expected(node, selected, removes), JsonNode.Parse(Text(edit))), where);
            }

            if (removes)
            {
                // Nothing but what was there, in its order, and nothing twice.
                Assert.IsTrue(IsSubsequence(Text(edit), json), where);
            }
        }
    }

    [TestMethod]
    [DataRow(31)]
    [DataRow(32)]
    public void No_bytes_are_answered_by_anything_but_a_change_or_a_problem(int seed)
    {
        Random random = new(seed);
        JsonChange[] changes =
        [
            JsonChange.Put("$.a", 7, null), JsonChange.Put("$..b", "x", null), JsonChange.Remove("$..*"), JsonChange.Put("$[0].c", null, null), JsonChange.Remove("$[?@.a == 'x' || @ < 2]"),
            JsonChange.PutMember("dé", 1, null), JsonChange.RemoveMember("a"), JsonChange.Put("$[?search(@, '[a-z]+')]", 1, null),
        ];
        for (int i = 0; i < 10_000; i++)
        {
            byte[] body = Encoding.UTF8.GetBytes(Spaced(random, RandomJson.Value(random, depth: 4)));
            for (int j = random.Next(3); j > 0; j--)
            {
                body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[],:\"\\u0a-"[random.Next(12)];
            }

            byte[] before = [.. body];
            JsonEdit edit = JsonEdit.Apply(body, [changes[random.Next(changes.Length)], changes[random.Next(changes.Length)]]);

            CollectionAssert.AreEqual(before, body, $"seed {seed}, round {i}");
            if (edit.Problems.Any(p => p.IsWhole))
            {
                CollectionAssert.AreEqual(body, edit.Json.ToArray(), $"seed {seed}, round {i}");
            }
            else
            {
                Assert.IsTrue(JsonReading.TryRead(edit.Json.Span, out _, out _), $"seed {seed}, round {i}: {Convert.ToHexString(body)} became {Convert.ToHexString(edit.Json.Span)}");
            }
        }
    }

    // Deepest first, and from the highest index: no location is moved by a change before it.
    private static JsonNode? Expected(JsonNode? root, LocatedNode[] selected, bool removes)
    {
        foreach (JsonLocation at in selected.Select(s => s.Location).DistinctBy(l => l.ToString()).OrderByDescending(l => l.Way().Count()).ThenByDescending(l => l.Index))
        {
            JsonNode parent = at.Parent!.Way().Aggregate(root, (node, step) => step.Name is { } name ? node![name] : node![step.Index])!;
            if (!removes)
            {
                _ = at.Name is null ? parent[at.Index] = "new" : parent[at.Name] = "new";
            }
            else if (at.Name is null)
            {
                parent.AsArray().RemoveAt(at.Index);
            }
            else
            {
                parent.AsObject().Remove(at.Name);
            }
        }

        return root;
    }

    private static bool IsSubsequence(string part, string whole)
    {
        int at = 0;
        foreach (char character in whole)
        {
            at += at < part.Length && part[at] == character ? 1 : 0;
        }

        return at == part.Length;
    }

    private static string Spaced(Random random, string json)
    {
        StringBuilder spaced = new();
        foreach (char character in json)
        {
            spaced.Append(character);
            if (character is ',' or ':' or '[' or '{')
            {
                spaced.Append(s_blanks[random.Next(s_blanks.Length)]);
            }
        }

        return spaced.ToString();
    }

    private static string Edited(string body, JsonChange change)
    {
        JsonEdit edit = Edit(body, change);
        Assert.IsEmpty(edit.Problems);
        return Text(edit);
    }

    private static JsonEdit Edit(string body, params JsonChange[] changes) => JsonEdit.Apply(Encoding.UTF8.GetBytes(body), [.. changes]);

    private static string Text(JsonEdit edit) => Encoding.UTF8.GetString(edit.Json.Span);
}
