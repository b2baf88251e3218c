using System.Text.RegularExpressions;
using TestOrchestrator.Nursery.Ending;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Nursery.Tests.Ending;

[TestClass]
public sealed partial class LastWordsTests
{
    private const string Time = "2030-01-01T00:00:00.0000000Z";

    [TestMethod]
    [DataRow(false, 0, """{"at":"2030-01-01T00:00:00.0000000Z","event":"run-abandoned","killed":0,"text":"The owner of the run ended without closing it: it was killed or crashed. The nursery killed its processes."}""")]
    [DataRow(false, 12, """{"at":"2030-01-01T00:00:00.0000000Z","event":"run-abandoned","killed":12,"text":"The owner of the run ended without closing it: it was killed or crashed. The nursery killed its processes."}""")]
    [DataRow(true, 12, """{"at":"2030-01-01T00:00:00.0000000Z","event":"run-abandoned","killed":12,"text":"The run ended and left processes behind; the nursery killed them."}""")]
    public void What_was_not_as_it_should_be_is_appended_to_the_events(bool agreed, int killed, string expected)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["events.jsonl"], "{}\n");

        LastWords.Write(directory["events.jsonl"], agreed, killed);

        Assert.AreEqual($"{{}}\n{expected}\n", AnyTime().Replace(File.ReadAllText(directory["events.jsonl"]), Time));
    }

    [TestMethod]
    public void A_run_that_was_closed_and_left_nothing_says_nothing()
    {
        using TemporaryDirectory directory = new();

        LastWords.Write(directory["events.jsonl"], agreed: true, killed: 0);

        Assert.IsFalse(File.Exists(directory["events.jsonl"]));
    }

    [TestMethod]
    public void A_run_directory_that_is_gone_is_no_error()
    {
        using TemporaryDirectory directory = new();

        LastWords.Write(directory["gone/events.jsonl"], agreed: false, killed: 1);

        Assert.IsEmpty(Directory.GetFileSystemEntries(directory.Path));
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")]
    private static partial Regex AnyTime();
}
