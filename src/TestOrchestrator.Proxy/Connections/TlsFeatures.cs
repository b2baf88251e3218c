using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// What Kestrel asks a connection whose TLS it did not open itself: by the application protocol it chooses HTTP/1.1 or HTTP/2. Immutable.
/// </summary>
internal sealed class TlsFeatures(SslApplicationProtocol application, SslProtocols tls, string hostName)
    : ITlsConnectionFeature, ITlsApplicationProtocolFeature, ITlsHandshakeFeature
{
    /// <summary>
    /// HTTP/2 without TLS, which a client begins knowing that the server speaks it: Kestrel chooses HTTP/2 only for TLS 1.2 and later.
    /// </summary>
    public static TlsFeatures Http2WithoutTls { get; } = new(SslApplicationProtocol.Http2, SslProtocols.Tls13, "");

    // No client certificate was asked for, so there is none to set.
    public X509Certificate2? ClientCertificate
    {
        get => null;
        set { }
    }

    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = application.Protocol;

    public SslProtocols Protocol { get; } = tls;

    public string HostName { get; } = hostName;

#pragma warning disable SYSLIB0058 // Obsolete, and members of the interface nevertheless.
    public CipherAlgorithmType CipherAlgorithm => default;

    public int CipherStrength => default;

    public HashAlgorithmType HashAlgorithm => default;

    public int HashStrength => default;

    public ExchangeAlgorithmType KeyExchangeAlgorithm => default;

    public int KeyExchangeStrength => default;
#pragma warning restore SYSLIB0058

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);

    public void AddTo(IFeatureCollection features)
    {
        features.Set<ITlsConnectionFeature>(this);
        features.Set<ITlsApplicationProtocolFeature>(this);
        features.Set<ITlsHandshakeFeature>(this);
    }
}
