using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace TestOrchestrator.Proxy.Control.Streams;

/// <summary>A request to go on as a WebSocket, over HTTP/1.1 (RFC 6455, 4.2). Not thread-safe.</summary>
internal sealed class WebSocketRequest
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(30);

    private readonly IHttpUpgradeFeature _upgrade;
    private readonly IHttpResponseFeature _response;
    private readonly string _key;

    private WebSocketRequest(IHttpUpgradeFeature upgrade, IHttpResponseFeature response, string key) => (_upgrade, _response, _key) = (upgrade, response, key);

    /// <summary>The request as one for a WebSocket; <see langword="null"/> when it is none.</summary>
    public static WebSocketRequest? Of(IFeatureCollection features)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        string? key = request.Headers.SecWebSocketKey;
        bool isAsked = string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) && key is not null && request.Headers.SecWebSocketVersion == "13";
        return isAsked && features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            ? new WebSocketRequest(upgrade, features.GetRequiredFeature<IHttpResponseFeature>(), key!)
            : null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The protocol asks for SHA-1, which protects nothing here.")]
    public async Task<WebSocket> AcceptAsync()
    {
        _response.Headers.Upgrade = "websocket";
        _response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(_key + Guid)));
        Stream connection = await _upgrade.UpgradeAsync().ConfigureAwait(false);
        return WebSocket.CreateFromStream(connection, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = s_keepAlive });
    }
}
