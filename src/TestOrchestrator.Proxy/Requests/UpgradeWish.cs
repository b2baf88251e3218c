using Microsoft.AspNetCore.Http.Features;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// A client's wish to speak another protocol on this connection (HTTP/1.1 Upgrade) or stream (HTTP/2 extended CONNECT). Not thread-safe.
/// </summary>
internal sealed class UpgradeWish
{
    private readonly Func<ValueTask<Stream>> _accept;

    private UpgradeWish(string protocol, bool isExtendedConnect, Func<ValueTask<Stream>> accept) =>
        (Protocol, IsExtendedConnect, _accept) = (protocol, isExtendedConnect, accept);

    public string Protocol { get; }

    public bool IsExtendedConnect { get; }

    public static UpgradeWish? Of(IFeatureCollection features)
    {
        if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } extended } connect)
        {
            return new UpgradeWish(extended, isExtendedConnect: true, connect.AcceptAsync);
        }

        string? protocol = features.GetRequiredFeature<IHttpRequestFeature>().Headers.Upgrade;

        // Some clients offer to go on in HTTP/2; a server need not take it up, and here the requests could not be seen any more.
        bool isHttp = protocol?.StartsWith("h2c", StringComparison.OrdinalIgnoreCase) ?? true;
        return !isHttp && protocol is not null && features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            ? new UpgradeWish(protocol, isExtendedConnect: false, () => new ValueTask<Stream>(upgrade.UpgradeAsync()))
            : null;
    }

    /// <summary>Sends the head of the response, and hands over the bytes that follow.</summary>
    public ValueTask<Stream> AcceptAsync() => _accept();
}
