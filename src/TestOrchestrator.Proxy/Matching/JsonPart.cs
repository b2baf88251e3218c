using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A node that a JSONPath selects in the body, with this value where one is given. Of several nodes any may fit.</summary>
internal sealed record JsonPart(JsonPath Path, JsonExpectation? Value) : PatternPart
{
    // Enough of a value to recognise it in a message.
    private const int Shown = 100;

    public override PartRank Rank => PartRank.Json;

    public override string Name => $"JSON {Path}";

    public override string Expected => Value is null ? "any value" : Value.ToString();

    public override Fit Fits(RequestSubject request) =>
        !JsonType.MayBe(request.Head.Headers) ? Fit.No
        : request.Body is not { } body ? Fit.Open
        : Of(body.TryGetJson(out JsonNode? root) && Path.Select(root).Any(n => Value is null || Value.IsEqualTo(n.Node)));

    public override string Seen(RequestSubject request)
    {
        if (request.Body is not { } body || !body.TryGetJson(out JsonNode? root))
        {
            return "no JSON";
        }

        ImmutableArray<LocatedNode> selected = Path.Select(root);
        return selected.IsEmpty ? "nothing" : string.Join(", ", selected.Select(n => Short(n.Node)));
    }

    private static string Short(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "null";
        return text.Length <= Shown ? text : $"{text[..Shown]}…";
    }
}
