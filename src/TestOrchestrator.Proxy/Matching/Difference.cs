using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Where a request and a pattern part ways. Immutable.</summary>
internal sealed record Difference(PatternPart Part, string Seen)
{
    public static ImmutableArray<Difference> Between(RequestPattern pattern, RequestHead request) =>
        [.. pattern.Parts.Where(p => !p.Fits(request)).Select(p => new Difference(p, p.Seen(request)))];

    /// <summary>How far the request is from the pattern: 0 when it fits.</summary>
    public static int Distance(ImmutableArray<Difference> differences) => differences.Sum(d => d.Part.Weight);

    public override string ToString() => $"{Part.Name}: expected {Part.Expected}, seen {Seen}";
}
