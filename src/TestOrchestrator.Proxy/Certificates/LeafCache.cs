using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>What to show TLS clients: a leaf for each host, made once. Thread-safe.</summary>
/// <remarks>
/// The same context is given for every handshake of a host, so that the platform caches its own and clients can resume sessions.
/// </remarks>
internal sealed class LeafCache(X509Certificate2 authority, string authorityCertificatePath, TimeProvider clock) : IDisposable
{
    // Names come from clients; whoever asks for so many does not get them for ever.
    private const int Limit = 2_000;

    // A process that runs longer than a leaf lives.
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<(string Host, bool Http2), Entry> _byHost = new();

    // One key for all leaves: a fresh one each would cost as much as the leaf.
    private readonly ECDsa _key = CertificateFactory.CreateKey();

    public string AuthorityCertificatePath { get; } = authorityCertificatePath;

    /// <summary>The options for a server that is this host.</summary>
    /// <param name="host">A normalised host name or IP address.</param>
    /// <param name="http2">Whether to offer HTTP/2 besides HTTP/1.1.</param>
    public SslServerAuthenticationOptions For(string host, bool http2)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_byHost.TryGetValue((host, http2), out Entry? entry) && now < entry.RenewAt)
        {
            return entry.Options;
        }

        if (_byHost.Count >= Limit)
        {
            _byHost.Clear();
        }

        // Two handshakes at once may both make one; either serves.
        Entry made = Make(host, http2, now);
        _byHost[(host, http2)] = made;
        return made.Options;
    }

    public void Dispose() => _key.Dispose();

    private Entry Make(string host, bool http2, DateTimeOffset now)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        X509Certificate2 leaf = CertificateFactory.CreateLeaf(authority, _key, isAddress ? [] : [host], isAddress && address is not null ? [address] : [], now);
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true),
            ApplicationProtocols = http2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
            ClientCertificateRequired = false,
        };
        return new Entry(options, leaf.NotAfter - s_renewBefore);
    }

    private sealed record Entry(SslServerAuthenticationOptions Options, DateTimeOffset RenewAt);
}
