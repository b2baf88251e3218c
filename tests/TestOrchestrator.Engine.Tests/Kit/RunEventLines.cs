using System.Text.Json;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>Reads events.jsonl as a test wants to compare it.</summary>
internal static class RunEventLines
{
    // Different in each run.
    private static readonly string[] s_leftOut = ["at", "event", "app", "run", "pid", "address", "directory"];

    /// <summary>Reads the events of some names, or all of them: <c>resource-state resource=a state=Ready</c>.</summary>
    public static IReadOnlyList<string> Read(string runDirectory, params string[] names)
    {
        using FileStream file = new(Path.Combine(runDirectory, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        List<string> events = [];
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string name = json.RootElement.GetProperty("event").GetString()!;
            Assert.AreEqual(TimeSpan.Zero, json.RootElement.GetProperty("at").GetDateTimeOffset().Offset);
            if (names.Length == 0 || names.Contains(name))
            {
                IEnumerable<string> properties = json.RootElement.EnumerateObject().Where(p => !s_leftOut.Contains(p.Name)).Select(p => $"{p.Name}={p.Value}");
                events.Add(string.Join(' ', properties.Prepend(name)));
            }
        }

        return events;
    }
}
