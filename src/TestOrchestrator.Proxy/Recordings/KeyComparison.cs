using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Compares a request with a recorded one, field by field. One a pair; not thread-safe.</summary>
/// <param name="secrets">What stand-ins stand for.</param>
/// <param name="shift">How much later than the recording it is now; <see langword="null"/> when dates must be the same.</param>
internal sealed class KeyComparison(RecordingSecrets secrets, TimeSpan? shift)
{
    private const int OriginWeight = 16;
    private const int PathWeight = 8;
    private const int MethodWeight = 4;
    private const int Excerpt = 60;

    private readonly List<Difference> _differences = [];

    /// <summary>Gets what stand-ins would stand for if this pair is one.</summary>
    public Dictionary<uint, string> Bindings { get; } = [];

    public ImmutableArray<Difference> Compare(RequestKey recorded, RequestKey live)
    {
        Value("method", recorded.Method, live.Method, MethodWeight);
        Value("origin", recorded.Origin, live.Origin, OriginWeight);
        Value("path", recorded.Path, live.Path, PathWeight);
        Pairs("query", recorded.Query, live.Query);
        Pairs("header", recorded.Headers, live.Headers);
        Body(recorded, live);
        return [.. _differences];
    }

    private void Body(RequestKey recorded, RequestKey live)
    {
        if (recorded.Form is { } form && live.Form is { } sent)
        {
            Pairs("form", form, sent);
        }
        else if (recorded.IsJson && live.IsJson)
        {
            Json(JsonLocation.Root, recorded.Json, live.Json);
        }
        else if (Kind(recorded) != Kind(live))
        {
            _differences.Add(new Difference("body", Kind(recorded), Kind(live), 2));
        }
        else
        {
            Value("body", recorded.Text, live.Text);
        }
    }

    private static string Kind(RequestKey key) => key.Form is not null ? "a form" : key.IsJson ? "JSON" : key.Text.Length == 0 ? "none" : "other content";

    // Names in any order, and of one name its values in any order.
    private void Pairs(string what, ImmutableArray<KeyValuePair<string, string>> recorded, ImmutableArray<KeyValuePair<string, string>> live)
    {
        foreach (string name in recorded.Concat(live).Select(p => p.Key).Distinct(StringComparer.Ordinal))
        {
            List<string> expected = [.. recorded.Where(p => p.Key == name).Select(p => p.Value)];
            List<string> seen = [.. live.Where(p => p.Key == name).Select(p => p.Value)];
            expected.RemoveAll(e => seen.FindIndex(s => e == s || Agree(e, s)) is >= 0 and int at && RemoveAt(seen, at));
            if (expected.Count + seen.Count > 0)
            {
                _differences.Add(new Difference($"{what} '{name}'", Shown(expected), Shown(seen), 1));
            }
        }
    }

    private static bool RemoveAt(List<string> list, int at)
    {
        list.RemoveAt(at);
        return true;
    }

    private void Json(JsonLocation at, JsonNode? recorded, JsonNode? live)
    {
        switch (recorded, live)
        {
            case (JsonObject expected, JsonObject seen):
                foreach (string name in expected.Select(m => m.Key).Union(seen.Select(m => m.Key), StringComparer.Ordinal).ToArray())
                {
                    Member(at.Member(name), expected.TryGetPropertyValue(name, out JsonNode? one), one, seen.TryGetPropertyValue(name, out JsonNode? another), another);
                }

                break;
            case (JsonArray expected, JsonArray seen):
                for (int i = 0; i < Math.Max(expected.Count, seen.Count); i++)
                {
                    Member(at.Item(i), i < expected.Count, i < expected.Count ? expected[i] : null, i < seen.Count, i < seen.Count ? seen[i] : null);
                }

                break;
            default:
                if (!JsonComparison.AreEqual(recorded, live) && !(Scalar(recorded) is { } text && Scalar(live) is { } other && Agree(text, other)))
                {
                    _differences.Add(new Difference($"body {at}", Shown(recorded), Shown(live), 1));
                }

                break;
        }
    }

    private void Member(JsonLocation at, bool isExpected, JsonNode? expected, bool isSeen, JsonNode? seen)
    {
        if (isExpected && isSeen)
        {
            Json(at, expected, seen);
        }
        else
        {
            _differences.Add(new Difference($"body {at}", isExpected ? Shown(expected) : "nothing", isSeen ? Shown(seen) : "nothing", 1));
        }
    }

    private static string? Scalar(JsonNode? node) => node is not JsonValue value ? null
        : JsonComparison.TryText(node, out string? text) ? text
        : value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString()
        : null;

    private void Value(string name, string recorded, string live, int weight = 1)
    {
        if (recorded != live && !Agree(recorded, live))
        {
            _differences.Add(new Difference(name, Shown([recorded]), Shown([live]), weight));
        }
    }

    private bool Agree(string recorded, string live) =>
        RecordingSecrets.IsIn(recorded)
            ? secrets.Agrees(recorded, live, Bindings)
            : shift is { } passed && VolatileDate.Read(recorded) is { } then && VolatileDate.Read(live) is { } now && then.Agrees(now, passed);

    private static string Shown(IReadOnlyCollection<string> values) => values.Count == 0 ? "nothing" : string.Join(", ", values.Select(v => $"'{Shortened(v)}'"));

    private static string Shown(JsonNode? node) => Shortened(node?.ToJsonString() ?? "null");

    private static string Shortened(string text) => text.Length <= Excerpt ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..Excerpt]}… ({text.Length} characters)");
}
