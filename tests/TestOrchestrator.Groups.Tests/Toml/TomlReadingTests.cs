using System.Globalization;
using TestOrchestrator.Groups.Toml;
using TestOrchestrator.Groups.Toml.Reading;

namespace TestOrchestrator.Groups.Tests.Toml;

[TestClass]
public sealed class TomlReadingTests
{
    [TestMethod]
    public void Values_are_read_as_what_they_should_be()
    {
        TomlReading group = Read("""
            name = "shop"
            keep = true
            count = 3
            args = ["a", "b"]
            [env]
            Z = "1"
            A = "2"
            [services.web]
            timeout = "2m"
            [services.api]
            memory = "64KiB"
            [[file]]
            path = "x"
            [[file]]
            path = "y"
            """);

        Assert.AreEqual("shop", group.RequiredString("name"));
        Assert.IsTrue(group.RequiredBoolean("keep"));
        Assert.AreEqual(3, group.RequiredInteger("count", min: 1, max: 3));
        Assert.AreEqual("a b", string.Join(' ', group.RequiredStrings("args")));
        Assert.AreEqual("[Z, 1] [A, 2]", string.Join(' ', group.OptionalStringMap("env")));
        Assert.AreEqual("web api", string.Join(' ', group.NamedTables("services").Select(service => service.Key.Name)));
        Assert.AreEqual(TimeSpan.FromMinutes(2), group.NamedTables("services")[0].Value.RequiredDuration("timeout"));
        Assert.AreEqual(65536, group.NamedTables("services")[1].Value.OptionalSize("memory"));
        Assert.AreEqual("x y", string.Join(' ', group.Tables("file").Select(file => file.RequiredString("path"))));
        group.ThrowIfProblems();
    }

    [TestMethod]
    public void What_is_optional_may_be_missing()
    {
        TomlReading group = Read("");

        Assert.IsNull(group.OptionalString("a"));
        Assert.IsNull(group.OptionalBoolean("a"));
        Assert.IsNull(group.OptionalInteger("a"));
        Assert.IsNull(group.OptionalDuration("a"));
        Assert.IsNull(group.OptionalSize("a"));
        Assert.IsNull(group.OptionalStrings("a"));
        Assert.IsNull(group.OptionalTable("a"));
        Assert.IsEmpty(group.OptionalStringMap("a"));
        Assert.IsEmpty(group.Tables("a"));
        Assert.IsEmpty(group.NamedTables("a"));
        group.ThrowIfProblems();
    }

    [TestMethod]
    public void All_problems_of_a_file_are_reported_at_once_in_its_order()
    {
        TomlReading group = Read("""
            comand = ["x"]
            count = 0
            args = ["a", 2]
            [services.api]
            timeout = 10
            zzzzzz = 1
            """);
        TomlReading api = group.NamedTables("services")[0].Value.Known("timeout", "memory");
        api.OptionalDuration("timeout");
        group.Known("command", "count", "args", "services");
        group.RequiredStrings("command");
        group.RequiredInteger("count", min: 1);
        group.RequiredStrings("args");
        group.Problem(group.PositionOf("count"), "'count' is more than there are services.");

        EngineException all = Assert.ThrowsExactly<EngineException>(group.ThrowIfProblems);

        Assert.AreEqual(
            string.Join(
                Environment.NewLine,
                "TO1804: group.toml has 7 problems:",
                "  group.toml:1:1: unknown key 'comand'; did you mean 'command'? Known at the top: 'args', 'command', 'count', 'services'.",
                "  group.toml:1:1: 'command' is missing. It is an array.",
                "  group.toml:2:9: 'count' is 0. It should be an integer of at least 1.",
                "  group.toml:2:9: 'count' is more than there are services.",
                "  group.toml:3:14: 'args[1]' is 2. It should be a string.",
                "  group.toml:5:11: 'services.api.timeout' is 10. It should be a duration, such as \"500ms\", \"10s\", \"2m\" or \"1h\".",
                "  group.toml:6:1: unknown key 'zzzzzz'. Known in 'services.api': 'memory', 'timeout'."),
            all.Message);
        Assert.AreEqual("TO1804", all.Code);
    }

    [TestMethod]
    public void One_problem_is_one_line()
    {
        TomlReading group = Read("[a]\n[b]");
        group.RequiredTable("a").RequiredString("name");

        Assert.AreEqual("TO1804: group.toml:1:1: 'a.name' is missing. It is a string.", Assert.ThrowsExactly<EngineException>(group.ThrowIfProblems).Message);
    }

    [TestMethod]
    [DataRow("0ms", 0)]
    [DataRow("500ms", 500)]
    [DataRow("10s", 10_000)]
    [DataRow("2m", 120_000)]
    [DataRow("1h", 3_600_000)]
    public void Durations(string text, long milliseconds) => Assert.AreEqual(TimeSpan.FromMilliseconds(milliseconds), Read($"a = '{text}'").RequiredDuration("a"));

    [TestMethod]
    [DataRow("''")]
    [DataRow("'s'")]
    [DataRow("'10'")]
    [DataRow("'10 s'")]
    [DataRow("'-1s'")]
    [DataRow("'+1s'")]
    [DataRow("'1.5s'")]
    [DataRow("'1S'")]
    [DataRow("'1m30s'")]
    [DataRow("'999999999999999h'")]
    [DataRow("'99999999999999999999s'")]
    [DataRow("10")]
    [DataRow("00:00:10")]
    public void Bad_durations(string value)
    {
        TomlReading group = Read($"a = {value}");

        Assert.AreEqual(TimeSpan.Zero, group.RequiredDuration("a"));

        Assert.EndsWith(" It should be a duration, such as \"500ms\", \"10s\", \"2m\" or \"1h\".", Assert.ThrowsExactly<EngineException>(group.ThrowIfProblems).Message);
    }

    [TestMethod]
    [DataRow("512B", "512")]
    [DataRow("64KiB", "65536")]
    [DataRow("10MiB", "10485760")]
    [DataRow("2GiB", "2147483648")]
    [DataRow("64KB", "'a' is \"64KB\". It should be a size, such as \"512B\", \"64KiB\", \"10MiB\" or \"1GiB\".")]
    [DataRow("64", "'a' is \"64\". It should be a size, such as \"512B\", \"64KiB\", \"10MiB\" or \"1GiB\".")]
    public void Sizes(string text, string expected)
    {
        TomlReading group = Read($"a = '{text}'");
        string seen = group.RequiredSize("a").ToString(CultureInfo.InvariantCulture);
        try
        {
            group.ThrowIfProblems();
        }
        catch (EngineException refusal)
        {
            seen = refusal.Message["TO1804: group.toml:1:5: ".Length..];
        }

        Assert.AreEqual(expected, seen);
    }

    private static TomlReading Read(string document) => TomlReading.Of(TomlDocument.Parse(document, "group.toml"), "group.toml");
}
