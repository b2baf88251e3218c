using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>
/// Opens connections to origins: directly or through a proxy, where they are said to be, with TLS and a client's certificate. Thread-safe.
/// </summary>
internal sealed class OriginConnector(UpstreamOptions options, X509Certificate2Collection additionalTrust, TimeProvider clock)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private readonly UpstreamTrust _trust = new(additionalTrust);
    private readonly HostMap<HostAddress> _addresses = new(options.Addresses.Select(a => new KeyValuePair<string, HostAddress>(a.Key, AddressOf(a.Value))));

    // One context for all connections, so that the platform can resume sessions.
    private readonly HostMap<SslStreamCertificateContext> _certificates = new(options.ClientCertificates.Select(c =>
        new KeyValuePair<string, SslStreamCertificateContext>(c.Key, SslStreamCertificateContext.Create(c.Value, additionalCertificates: null, offline: true))));

    public static List<SslApplicationProtocol> Http1 { get; } = [SslApplicationProtocol.Http11];

    public static List<SslApplicationProtocol> Http2OrHttp1 { get; } = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Connects for a tunnel: what is sent arrives as it is.</summary>
    /// <exception cref="UpstreamException">It could not be reached.</exception>
    public Task<OriginConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken) =>
        WithinLimitAsync(host, port, token => ReachAsync(new Origin(IsSecure: true, host, port, ""), mayStayProxied: false, token), cancellationToken);

    /// <summary>Connects for requests, and opens TLS where the origin speaks it.</summary>
    /// <param name="origin">Where to.</param>
    /// <param name="protocols">What TLS is to offer.</param>
    /// <param name="witness">Is told how far it is; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UpstreamException">It could not be reached, or is not trusted.</exception>
    public async Task<OriginConnection> OpenAsync(Origin origin, List<SslApplicationProtocol> protocols, IConnectionWitness? witness, CancellationToken cancellationToken)
    {
        witness?.Connecting(ConnectionStep.Begun);
        OriginConnection opened = await WithinLimitAsync(origin.Host, origin.Port, token => OpenWithinLimitAsync(origin, protocols, witness, token), cancellationToken).ConfigureAwait(false);
        witness?.Connecting(ConnectionStep.Opened);
        return opened;
    }

    private static HostAddress AddressOf(string text) => HostAddress.TryParse(text, out HostAddress? address)
        ? address
        : throw new ArgumentException($"'{text}' is not a host.", nameof(text));

    private async Task<OriginConnection> WithinLimitAsync(string host, int port, Func<CancellationToken, Task<OriginConnection>> connect, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(s_limit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await connect(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(string.Create(CultureInfo.InvariantCulture, $"ConnectionError: no connection to '{host}:{port}' after {s_limit.TotalSeconds:0} s"));
        }
        catch (SocketException unreachable)
        {
            bool isName = unreachable.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;
            throw new UpstreamException($"{(isName ? HttpRequestError.NameResolutionError : HttpRequestError.ConnectionError)}: {unreachable.Message}", unreachable);
        }
    }

    private async Task<OriginConnection> OpenWithinLimitAsync(Origin origin, List<SslApplicationProtocol> protocols, IConnectionWitness? witness, CancellationToken cancellationToken)
    {
        bool mayStayProxied = origin is { IsSecure: false, IsUpgraded: false } && protocols == Http1;
        OriginConnection connection = await ReachAsync(origin, mayStayProxied, cancellationToken).ConfigureAwait(false);
        try
        {
            if (origin.IsSecure)
            {
                witness?.Connecting(ConnectionStep.Reached);
                await SecureAsync(connection, origin, protocols, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task<OriginConnection> ReachAsync(Origin origin, bool mayStayProxied, CancellationToken cancellationToken)
    {
        HostAddress? elsewhere = _addresses.Find(origin.Host, origin.Port);
        string host = elsewhere?.Host ?? origin.Host;
        int port = elsewhere?.Port ?? origin.Port;
        if (options.Proxy.For(origin.IsSecure, host, port) is not { } proxy)
        {
            return new OriginConnection(await OriginSocket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false));
        }

        // A request in absolute form tells the proxy the host, which then finds another address for it than the author said.
        ProxyTunnel tunnel = new(proxy, _trust);
        return mayStayProxied && elsewhere is null
            ? await tunnel.ReachProxyAsync(isForRequests: true, cancellationToken).ConfigureAwait(false)
            : await tunnel.OpenAsync(host, port, cancellationToken).ConfigureAwait(false);
    }

    private async Task SecureAsync(OriginConnection connection, Origin origin, List<SslApplicationProtocol> protocols, CancellationToken cancellationToken)
    {
        SslClientAuthenticationOptions tls = _trust.Options();
        tls.TargetHost = origin.TlsName;
        tls.ApplicationProtocols = protocols;
        if (HostText.TryNormalize(origin.TlsName, out string? name))
        {
            tls.ClientCertificateContext = _certificates.Find(name, origin.Port);
        }

        try
        {
            await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            throw new UpstreamException($"{HttpRequestError.SecureConnectionError}: {(refused.InnerException ?? refused).Message}", refused);
        }
    }
}
