namespace Bench.Proxies.Parts;

/// <summary>One thing that is measured of each proxy, in a process of its own.</summary>
internal interface IProxyPart
{
    string Name { get; }

    /// <summary>Gets whether it is measured of a proxy; null is none, the client at the origin.</summary>
    bool IsFor(IContender? contender);

    Task MeasureAsync(ProxyStage stage, IContender? contender);
}
