using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Engine.Tests.Logs;

[TestClass]
public sealed class LogTailTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["service.log"];

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void The_last_lines_are_read()
    {
        File.WriteAllText(Log, string.Concat(Enumerable.Range(1, 60).Select(i => $"{i}\n")));

        Assert.AreEqual("58 59 60", string.Join(' ', LogTail.Read(Log, 3)));
        Assert.HasCount(50, LogTail.Read(Log));
    }

    [TestMethod]
    [DataRow("one\ntwo", "one|two")]
    [DataRow("one\r\ntwo\r\n", "one|two")]
    [DataRow("one\n\ntwo\n\n\n", "one||two")]
    [DataRow("größer 🙂\n", "größer 🙂")]
    public void Lines_are_what_is_between_line_ends(string text, string lines)
    {
        File.WriteAllText(Log, text);

        Assert.AreEqual(lines, string.Join('|', LogTail.Read(Log)));
    }

    [TestMethod]
    public void Of_a_long_log_only_the_end_is_read_and_no_part_of_a_line()
    {
        File.WriteAllText(Log, string.Concat(Enumerable.Range(0, 100_000).Select(i => $"🙂 {i}\n")));

        IReadOnlyList<string> lines = LogTail.Read(Log, 100_000);

        Assert.AreEqual("🙂 99999", lines[^1]);
        Assert.AreEqual(string.Join('\n', Enumerable.Range(100_000 - lines.Count, lines.Count).Select(i => $"🙂 {i}")), string.Join('\n', lines));
    }

    [TestMethod]
    public void A_line_that_is_longer_than_what_is_read_is_quoted_from_its_end()
    {
        File.WriteAllText(Log, $"{new string('x', 100_000)} the end\n");

        string quote = LogTail.Quote(Log);

        Assert.AreEqual($"The last lines of its log '{Log}':\n    …{new string('x', (64 * 1024) - 9)} the end", quote);
    }

    [TestMethod]
    public void A_log_that_somebody_writes_to_can_be_read()
    {
        using FileStream writing = new(Log, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        writing.Write("one\ntw"u8);
        writing.Flush();

        Assert.AreEqual("one tw", string.Join(' ', LogTail.Read(Log)));
    }

    [TestMethod]
    public void A_log_is_quoted_with_its_path_and_its_lines()
    {
        File.WriteAllText(Log, "one\n  two\n");

        Assert.AreEqual($"The last lines of its log '{Log}':\n    one\n      two", LogTail.Quote(Log));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("\n\n")]
    public void A_log_without_a_word_is_told_as_such(string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(Log, text);
        }

        Assert.IsEmpty(LogTail.Read(Log));
        Assert.AreEqual($"It wrote nothing to its log '{Log}'.", LogTail.Quote(Log));
    }

    [TestMethod]
    public void A_log_in_a_directory_that_is_not_there_has_no_lines() =>
        Assert.IsEmpty(LogTail.Read(_directory["no/service.log"]));
}
