namespace Bench.Measuring;

/// <summary>What was measured of one thing, once: figures by column, in the order in which they are shown.</summary>
internal sealed class Sample : OrderedDictionary<string, double>;
