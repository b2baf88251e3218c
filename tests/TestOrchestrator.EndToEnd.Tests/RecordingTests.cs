using TestOrchestrator.EndToEnd.Tests.Support;

namespace TestOrchestrator.EndToEnd.Tests;

[TestClass]
public sealed class RecordingTests
{
    [TestMethod]
    public async Task A_suite_is_answered_from_recordings_without_a_network_and_reports_how_much_of_it_and_what_is_missing()
    {
        string recordings = Path.Combine((await Suite.GetAsync()).TestProject, "Recordings", "RecordedTests");
        using (SuiteRun recorded = await SuiteRun.OfTestsAsync("ClassName=RecordedTests", "--recordings", "record"))
        {
            Assert.AreEqual(2, recorded.ExitCode, recorded.Output);
            StringAssert.Contains(recorded.Output, "succeeded: 2");
            StringAssert.Contains(recorded.Output, "recordings, 2 files written.txt");
        }

        // The third failed, so it wrote none.
        CollectionAssert.AreEquivalent(
            new[] { "Asks_for_everything.har", "Asks_for_what_the_environment_says.har" },
            Directory.GetFiles(recordings).Select(f => Path.GetFileName(f)).ToArray());

        using (SuiteRun replayed = await SuiteRun.OfTestsAsync("Name~Asks_for"))
        {
            Assert.AreEqual(0, replayed.ExitCode, replayed.Output);
            StringAssert.Contains(replayed.Output, "recordings, 2 of 2 requests replayed (100 %) in 2 tests, 0 misses.txt");
            await replayed.LeavesNothingAsync();
        }

        using SuiteRun other = await SuiteRun.WithVariableAsync("QUESTION", "too much", "Name~Asks_for", "--recordings", "replay");
        string rate = "1 of 2 requests replayed (50 %) in 2 tests, 1 miss";
        string explanation = """
            TO2350: GET https://outside.example.com/answer?what=too%20much is not in the recording '%FILE%'. The only entry:
              entry 1: GET https://outside.example.com/answer?what=whatever -> 200
                query 'what': expected 'whatever', seen 'too much'
            To add it, use RecordingMode.Update or Record once; to let what differs not count, use IgnoredParameters or IgnoredJsonPaths; to answer it otherwise, add a mock.
            """.Replace("%FILE%", Path.Combine(recordings, "Asks_for_what_the_environment_says.har"), StringComparison.Ordinal);
        Assert.AreEqual(2, other.ExitCode, other.Output);
        StringAssert.Contains(other.Output, "failed: 1");
        StringAssert.Contains(other.Output, $"recordings, {rate}.txt");
        StringAssert.Contains(Unindented(other.Output), Unindented(explanation), other.Output);
        Assert.AreEqual(
            Unindented($"recordings: {rate}\nRecordedTests.Asks_for_what_the_environment_says\n{explanation}\n\n1 of 1     RecordedTests.Asks_for_everything\n0 of 1     RecordedTests.Asks_for_what_the_environment_says\n"),
            Unindented(await File.ReadAllTextAsync(Path.Combine(other.RunDirectory, $"recordings, {rate}.txt"))));
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
}
