namespace Bench.Measuring;

/// <summary>How many times as long a peer takes, by the medians of two columns.</summary>
internal sealed record Comparison
{
    public required string Text { get; init; }

    public required double Ratio { get; init; }
}
