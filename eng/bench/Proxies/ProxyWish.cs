namespace Bench.Proxies;

/// <summary>What is wanted of a proxy besides forwarding. Immutable.</summary>
internal sealed record ProxyWish
{
    /// <summary>Gets how many paths it is to answer itself.</summary>
    public int Mocks { get; init; }

    /// <summary>Gets how many exchanges it is to keep, where that can be said; null for as many as usual.</summary>
    public int? Exchanges { get; init; }
}
