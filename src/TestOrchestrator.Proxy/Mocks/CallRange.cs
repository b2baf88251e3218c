using System.Collections.Immutable;
using System.Globalization;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>
/// For which of the requests that fit a mock it is in effect, counted from 0: those between two bounds, and those listed. Immutable.
/// </summary>
internal sealed record CallRange
{
    /// <summary>Gets the index that must be exceeded.</summary>
    public int? After { get; private init; }

    /// <summary>Gets the index that must not be reached.</summary>
    public int? Before { get; private init; }

    public ImmutableArray<int> With { get; private init; } = [];

    /// <summary>Gets how much is said: a list says more than bounds.</summary>
    public int Precision => With.IsEmpty ? 1 : 2;

    private bool HasBounds => After is not null || Before is not null;

    // Something lies between the bounds, both of which are left out.
    private bool HasRoom => Before is null || (After ?? -1) + 1 < Before;

    /// <exception cref="ProxyException">TO2210: it is empty.</exception>
    public static CallRange Of(int? after, int? before, IEnumerable<int> with)
    {
        CallRange range = new() { After = after, Before = before, With = [.. with] };
        bool isEmpty = range.HasBounds ? !range.HasRoom : range.With.IsEmpty;
        return after < 0 || before < 0 || range.With.Any(i => i < 0) ? throw MockErrors.NegativeCall(range.ToString())
            : isEmpty ? throw MockErrors.NoCalls(range.ToString())
            : range;
    }

    public bool Holds(int index) => With.Contains(index) || (HasBounds && !(index <= After) && !(index >= Before));

    public override string ToString()
    {
        string bounds = (After, Before) switch
        {
            (null, null) => "",
            (null, { } before) => string.Create(CultureInfo.InvariantCulture, $"index below {before}"),
            ({ } after, null) => string.Create(CultureInfo.InvariantCulture, $"index above {after}"),
            ({ } after, { } before) => string.Create(CultureInfo.InvariantCulture, $"index above {after} and below {before}"),
        };
        string with = With.IsEmpty ? "" : $"index {string.Join(", ", With)}";
        return bounds.Length > 0 && with.Length > 0 ? $"{bounds}, or {with}" : bounds + with;
    }
}
