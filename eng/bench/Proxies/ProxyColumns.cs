namespace Bench.Proxies;

/// <summary>The columns of the case. What each means is in eng/docs/benchmarks.md.</summary>
internal static class ProxyColumns
{
    public const string Rate = "req/s";
    public const string P50 = "p50 ms";
    public const string P99 = "p99 ms";
    public const string Processor = "CPU us";
    public const string Client = "client us";
    public const string Resumed = "resumed %";
    public const string Others = "others %";
}
