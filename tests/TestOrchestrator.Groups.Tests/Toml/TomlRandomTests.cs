using System.Diagnostics;
using TestOrchestrator.Groups.Toml;

namespace TestOrchestrator.Groups.Tests.Toml;

[TestClass]
public sealed class TomlRandomTests
{
    private const string Alphabet = "abTZ019_-+.:=,#[]{}\"'\\ \t\n\r\u0000\u007Fé\uD83D\uDE00xeuinfan";

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_is_written_is_read(int seed)
    {
        TomlWriter writer = new(new Random(seed));
        for (int i = 0; i < 1000; i++)
        {
            (string document, string meaning) = writer.Document();

            Assert.AreEqual(meaning, TomlText.Of(document), document);
        }
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(5)]
    public void Any_text_is_read_or_refused_with_a_place(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            AssertReadOrRefused(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])));
        }
    }

    [TestMethod]
    [DataRow(6)]
    [DataRow(7)]
    public void A_document_with_a_slip_is_read_or_refused_with_a_place(int seed)
    {
        Random random = new(seed);
        TomlWriter writer = new(random);
        for (int i = 0; i < 3000; i++)
        {
            string document = writer.Document().Document;
            int at = random.Next(document.Length + 1);
            int to = Math.Min(document.Length, at + random.Next(3));

            AssertReadOrRefused($"{document[..at]}{Alphabet[random.Next(Alphabet.Length)]}{document[to..]}");
            AssertReadOrRefused(document[..at]);
        }
    }

    [TestMethod]
    [DataRow("[", "")]
    [DataRow("a = [", "")]
    [DataRow("a = {b", "")]
    [DataRow("[", "a.")]
    [DataRow("", "a.")]
    [DataRow("a = ", "[")]
    [DataRow("a = ", "{a=")]
    [DataRow("a = 1", "_1")]
    [DataRow("a = \"\"\"", "\\\n")]
    [DataRow("a = [", "1, ")]
    [DataRow("a = ", "1979-05-27 ")]
    [DataRow("", "[a]\n")]
    [DataRow("", "[[a]]\n")]
    public void Much_of_the_same_ends_soon(string start, string again)
    {
        long begin = Stopwatch.GetTimestamp();

        AssertReadOrRefused(start + string.Concat(Enumerable.Repeat(again, 200_000)));

        // It takes a tenth of a second; reading in quadratic time would take minutes.
        Assert.IsLessThan(TimeSpan.FromSeconds(20), Stopwatch.GetElapsedTime(begin));
    }

    [TestMethod]
    public void Depth_has_a_limit_and_the_message_says_where()
    {
        string deepest = $"a = {new string('[', 128)}{new string(']', 128)}";
        Assert.StartsWith("{a: [[", TomlText.Of(deepest));

        Assert.AreEqual("TO1801: group.toml:1:133: This is 129 levels deep. The limit is 128.", TomlText.Refusal($"a = {new string('[', 129)}{new string(']', 129)}"));
    }

    private static void AssertReadOrRefused(string document)
    {
        try
        {
            TomlDocument.Parse(document, "group.toml");
        }
        catch (EngineException refusal)
        {
            Assert.MatchesRegex(@"^TO180[12]: group\.toml:[0-9]+:[0-9]+: ", refusal.Message);
        }
    }
}
