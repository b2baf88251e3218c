namespace Bench.Proxies;

/// <summary>A proxy that is measured: ours, or a peer.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>Gets what is missing to measure it, with what helps; null for nothing.</summary>
    string? Missing { get; }

    /// <summary>Gets how long it needs until it is as quick as it will be.</summary>
    TimeSpan WarmUp { get; }

    /// <summary>Gets whether it can answer for an origin: a path below <see cref="ProxyRole.MockPaths"/>.</summary>
    bool HasMocks { get; }

    /// <summary>Gets whether it speaks HTTP/2 with clients.</summary>
    bool HasHttp2 { get; }

    Task<RunningProxy> StartAsync(Ground ground, ProxyWish wish);
}
