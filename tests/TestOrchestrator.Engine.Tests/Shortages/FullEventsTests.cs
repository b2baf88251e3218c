using System.Text.Json;
using TestOrchestrator.Engine.Events;

namespace TestOrchestrator.Engine.Tests.Shortages;

[TestClass]
public sealed class FullEventsTests
{
    [TestMethod]
    public void What_a_full_disk_does_not_take_is_told_when_there_is_room_again_and_no_line_is_half()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 64);
        string path = disk["events.jsonl"];
        using RunEvents events = new(path, TimeProvider.System);
        events.Write("before");
        string filler = disk.Fill();
        for (int i = 0; i < 100; i++)
        {
            events.Write("lost", ("text", new string('x', 300)));
        }

        string[] during = File.ReadAllLines(path);
        File.Delete(filler);
        events.Write("after");

        string[] lines = File.ReadAllLines(path);
        Assert.AreEqual(during.Length + 2, lines.Length);
        Assert.AreEqual("before events-lost after", string.Join(' ', lines.Select(l => Read(l, "event")).Where(n => n != "lost")));
        Assert.AreEqual((101 - during.Length).Text(), Read(lines[^2], "count"));
    }

    private static string Read(string line, string property)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(property).ToString();
    }
}
