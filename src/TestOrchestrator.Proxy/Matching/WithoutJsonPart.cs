using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>A JSONPath that selects nothing in the body; what is no JSON has nothing to select.</summary>
internal sealed record WithoutJsonPart(JsonPath Path) : PatternPart
{
    private readonly JsonPart _excluded = new(Path, null);

    public override PartRank Rank => PartRank.WithoutJson;

    public override string Name => $"JSON {Path}";

    public override string Expected => "none";

    public override Fit Fits(RequestSubject request) => Not(_excluded.Fits(request));

    public override string Seen(RequestSubject request) => _excluded.Seen(request);
}
