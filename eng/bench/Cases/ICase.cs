using Bench.Measuring;
using Bench.Options;

namespace Bench.Cases;

/// <summary>One subject of measurement, with its peers.</summary>
internal interface ICase
{
    string Name { get; }

    Task RunAsync(Report report, BenchOptions options);
}
