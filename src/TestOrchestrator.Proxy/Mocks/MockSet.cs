using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>The mocks of a scope, found by path. Immutable: every change makes another.</summary>
internal sealed class MockSet
{
    private readonly Mock[] _newestFirst;
    private Index? _index;

    private MockSet(Mock[] newestFirst) => _newestFirst = newestFirst;

    public static MockSet Empty { get; } = new([]);

    /// <summary>Gets the mocks, the most recently added first.</summary>
    public IReadOnlyList<Mock> All => _newestFirst;

    public bool IsEmpty => _newestFirst.Length == 0;

    public MockSet With(Mock mock) => new([mock, .. _newestFirst]);

    public MockSet Without(Mock mock) => new([.. _newestFirst.Where(m => m != mock)]);

    /// <summary>
    /// The mocks that a request of this path may fit, each kind with the most recently added first: those for exactly this path, and those
    /// for paths of some form.
    /// </summary>
    public (Mock[] OfPath, Mock[] OfAnyPath) For(string path)
    {
        if (IsEmpty)
        {
            return ([], []);
        }

        // Two threads may both make it; the results are equal.
        Index index = _index ??= Index.Of(_newestFirst);
        return (index.ByPath.TryGetValue(path, out Mock[]? exact) ? exact : [], index.Others);
    }

    private sealed record Index(Dictionary<string, Mock[]> ByPath, Mock[] Others)
    {
        public static Index Of(Mock[] newestFirst)
        {
            ILookup<string, Mock> byPath = newestFirst.ToLookup(m => m.Pattern.Parts.OfType<PathPart>().FirstOrDefault() is { Path: { IsExact: true } exact } ? exact.Text : "", StringComparer.Ordinal);
            return new(byPath.Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal), [.. byPath[""]]);
        }
    }
}
