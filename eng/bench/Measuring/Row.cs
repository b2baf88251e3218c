using System.Collections.Immutable;
using Bench.Machines;

namespace Bench.Measuring;

/// <summary>Several measurements of one thing. Immutable.</summary>
internal sealed record Row
{
    public required string What { get; init; }

    /// <summary>Gets what was measured before it counted.</summary>
    public required ImmutableArray<Sample> WarmUp { get; init; }

    public required ImmutableArray<Sample> Samples { get; init; }

    public required Conditions Conditions { get; init; }

    /// <summary>Gets whether the work is done by processes that are not ours, such as a container engine, and so counts as others'.</summary>
    public bool IsDoneByOthers { get; init; }

    public double Median(string column) => Percentile(column, 0.5) ?? throw new ArgumentException($"'{What}' has no column '{column}'.", nameof(column));

    /// <summary>Gets the least figure of a column that is not less than a share of them; of few figures, p99 is the greatest.</summary>
    /// <returns>The figure; null if the row does not have the column.</returns>
    public double? Percentile(string column, double share)
    {
        double[] sorted = [.. Samples.Where(s => s.ContainsKey(column)).Select(s => s[column]).Order()];
        return sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
