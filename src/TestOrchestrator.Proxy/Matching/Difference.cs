using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Where a request and a pattern part ways. Immutable.</summary>
internal sealed record Difference(string Name, string Expected, string Seen, int Weight)
{
    public static ImmutableArray<Difference> Between(RequestPattern pattern, RequestSubject request) =>
        [.. pattern.Parts.Where(p => p.Fits(request) != Fit.Yes).Select(p => new Difference(p.Name, p.Expected, p.Seen(request), p.Weight))];

    /// <summary>How far the request is from the pattern: 0 when it fits.</summary>
    public static int Distance(ImmutableArray<Difference> differences) => differences.Sum(d => d.Weight);

    public override string ToString() => $"{Name}: expected {Expected}, seen {Seen}";
}
