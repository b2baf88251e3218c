using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Engine.Tests.Logs;

[TestClass]
public sealed class LogReaderTests
{
    [TestMethod]
    public async Task A_log_that_begins_and_is_rotated_before_it_is_looked_at_is_read_from_its_beginning()
    {
        await using TestEngine engine = new();
        string path = Path.Combine(engine.Directory, "server.log");
        using LogReader reader = LogReader.FromItsEnd(path);

        await File.WriteAllTextAsync($"{path}.2", "one\n");
        await File.WriteAllTextAsync($"{path}.1", "two\nthr");
        await File.WriteAllTextAsync(path, "ee\nfour\n");

        Assert.AreEqual("one two three four", string.Join(' ', reader.ReadLines()));
    }

    [TestMethod]
    public async Task What_a_log_held_before_is_not_read_from_its_end()
    {
        await using TestEngine engine = new();
        string path = Path.Combine(engine.Directory, "server.log");
        await File.WriteAllTextAsync($"{path}.1", "zero\n");
        await File.WriteAllTextAsync(path, "one\n");
        using LogReader reader = LogReader.FromItsEnd(path);

        await File.AppendAllTextAsync(path, "two\n");

        Assert.AreEqual("two", string.Join(' ', reader.ReadLines()));
    }
}
