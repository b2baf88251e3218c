using System.Text.Json;
using TestOrchestrator.Engine.Events;

namespace TestOrchestrator.Engine.Tests.Events;

[TestClass]
public sealed class RunEventsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new();

    private string File => _directory["events.jsonl"];

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void An_event_is_one_line_with_its_time_its_name_and_what_it_has()
    {
        using RunEvents events = new(File, _clock);

        events.Write("happened", ("text", "größer \"quoted\"\n<&>"), ("number", 7), ("fraction", 1.23456), ("truth", true), ("lane", Lane.Real), ("missing", null));

        Assert.AreEqual(
            """{"at":"2030-01-01T00:00:00Z","event":"happened","text":"größer \"quoted\"\n<&>","number":7,"fraction":1.235,"truth":true,"lane":"real"}""" + "\n",
            System.IO.File.ReadAllText(File));
    }

    [TestMethod]
    public void A_line_is_there_as_soon_as_it_is_written()
    {
        using RunEvents events = new(File, _clock);

        events.Write("first");
        string first = System.IO.File.ReadAllText(File);
        events.Write("second");

        Assert.AreEqual("""{"at":"2030-01-01T00:00:00Z","event":"first"}""" + "\n", first);
        Assert.HasCount(2, System.IO.File.ReadAllLines(File));
    }

    [TestMethod]
    public void Events_of_many_threads_are_whole_lines()
    {
        using RunEvents events = new(File, _clock);

        Parallel.For(0, 1000, i => events.Write("happened", ("number", i), ("text", new string('x', i))));

        int[] numbers = [.. System.IO.File.ReadLines(File).Select(line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("number").GetInt32();
        })];
        Assert.AreEqual(string.Join(' ', Enumerable.Range(0, 1000)), string.Join(' ', numbers.Order()));
    }

    [TestMethod]
    public void What_others_append_stays()
    {
        using RunEvents events = new(File, _clock);
        events.Write("first");
        System.IO.File.AppendAllText(File, "{\"event\":\"of the nursery\"}\n");

        events.Write("last");

        Assert.AreEqual(
            """
            {"at":"2030-01-01T00:00:00Z","event":"first"}
            {"event":"of the nursery"}
            {"at":"2030-01-01T00:00:00Z","event":"last"}

            """,
            System.IO.File.ReadAllText(File));
    }

    [TestMethod]
    public void A_half_of_a_character_does_not_keep_an_event_from_being_written()
    {
        using RunEvents events = new(File, _clock);

        events.Write("happened", ("text", "a\ud83d"));

        Assert.AreEqual("{\"at\":\"2030-01-01T00:00:00Z\",\"event\":\"happened\",\"text\":\"a\\uFFFD\"}\n", System.IO.File.ReadAllText(File));
    }

    [TestMethod]
    public void After_the_end_nothing_is_written()
    {
        RunEvents events = new(File, _clock);
        events.Dispose();

        events.Write("late");
        events.Dispose();

        Assert.AreEqual("", System.IO.File.ReadAllText(File));
    }
}
