using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>What can be said about requests and their recording.</summary>
internal static class RecordingExplanations
{
    private const int Shown = 3;

    public static Explanation Miss(Recording recording, RequestHead request, IReadOnlyCollection<ReplayCandidate> candidates, bool isSpent)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{request} is not in the recording '{recording.File}'{Why(recording, candidates.Count, isSpent)}");
        foreach (ReplayCandidate candidate in candidates.OrderBy(c => Difference.Distance(c.Differences)).ThenBy(c => c.Call.Number).Take(Shown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {candidate.Call}");
            foreach (Difference difference in candidate.Differences)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {difference}");
            }
        }

        text.Append("To add it, use RecordingMode.Update or Record once; to let what differs not count, use IgnoredParameters or IgnoredJsonPaths; to answer it otherwise, add a mock.");
        return new Explanation("TO2350", text.ToString());
    }

    public static Explanation TooOld(Recording recording, DateTimeOffset recordedAt, TimeSpan age, TimeSpan limit) => new(
        "TO2352",
        string.Create(CultureInfo.InvariantCulture, $"The recording '{recording.File}' is of {recordedAt:yyyy-MM-dd}, {age.TotalDays:0.#} days old; at most {limit.TotalDays:0.#} are allowed (MaxAge). Record it anew."));

    public static Explanation Tunnel(Recording recording, ConnectTarget target) => new(
        "TO2353",
        $"A tunnel to '{target.Host}:{target.Port}' was refused: the recording '{recording.File}' answers without the network, and what passes a tunnel is not recorded. Intercept the host, or use RecordingMode.Off.");

    private static string Why(Recording recording, int count, bool isSpent) => (count, isSpent) switch
    {
        (_, true) => " so often, and StrictRepeats does not repeat the last response. The nearest:",
        (0, _) => System.IO.File.Exists(recording.File) ? ", which is empty." : ", which does not exist.",
        (1, _) => ". The only entry:",
        _ => $". Of {count} entries the nearest:",
    };
}
