using System.Text.Json;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;

namespace Bench.Cases;

/// <summary>Reads from <c>events.jsonl</c> of a run when resources of an application came into their states.</summary>
internal static class ResourceTimes
{
    /// <summary>Gets when a resource first came into a state.</summary>
    public static DateTimeOffset Of(RunningApplication application, string resource, UnitState state) =>
        Read(application).First(change => change.Resource == resource && change.State == $"{state}").At;

    /// <summary>Gets when the last resource came into a state.</summary>
    public static DateTimeOffset OfLast(RunningApplication application, UnitState state) =>
        Read(application).Where(change => change.State == $"{state}").Max(change => change.At);

    private static IEnumerable<(string? Resource, string? State, DateTimeOffset At)> Read(RunningApplication application)
    {
        using FileStream file = new(Path.Combine(application.Run.Directory, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument happened = JsonDocument.Parse(line);
            if (Text(happened, "event") == "resource-state" && Text(happened, "app") == application.Id)
            {
                yield return (Text(happened, "resource"), Text(happened, "state"), happened.RootElement.GetProperty("at").GetDateTimeOffset());
            }
        }
    }

    private static string? Text(JsonDocument happened, string property) => happened.RootElement.TryGetProperty(property, out JsonElement found) ? found.GetString() : null;
}
