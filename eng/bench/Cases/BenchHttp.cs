namespace Bench.Cases;

/// <summary>The HTTP client of measurements: straight to the service, and no connection kept for long.</summary>
internal static class BenchHttp
{
    public static HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) });
}
