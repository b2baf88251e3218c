namespace Bench.Proxies;

/// <summary>What our proxy is to be. Immutable.</summary>
internal sealed record ProxyOptions
{
    public required int Port { get; init; }

    /// <summary>Gets the directory of the authority.</summary>
    public required string Authority { get; init; }

    /// <summary>Gets how many mocks the session has, of which the first, <see cref="ProxyRole.OldestMock"/>, is looked at last.</summary>
    public int Mocks { get; init; }

    /// <summary>Gets how many exchanges are kept; null for as many as usual.</summary>
    public int? MaxExchanges { get; init; }
}
