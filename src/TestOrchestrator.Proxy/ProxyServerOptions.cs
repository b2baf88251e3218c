using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy;

/// <summary>What a server is asked to be. Immutable.</summary>
public sealed record ProxyServerOptions
{
    /// <summary>Gets the authority that signs what clients are shown. The server does not dispose it.</summary>
    public required CertificateAuthority CertificateAuthority { get; init; }

    /// <summary>Gets the clock of delays, waits and recorded times.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets where the web server inside logs; the proxy itself reports by problems and exchanges.</summary>
    /// <value>The default is nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Gets the root certificates that origins may be signed by, besides those that the system trusts and the authority of the server.
    /// </summary>
    /// <value>The default is none.</value>
    public ImmutableArray<X509Certificate2> AdditionalTrust { get; init; } = [];

    /// <summary>Gets how origins are reached.</summary>
    /// <value>The default is directly. A session may have <see cref="Sessions.ProxySessionOptions.Upstream"/> of its own.</value>
    public UpstreamOptions Upstream { get; init; } = new();

    /// <summary>Gets how the server is controlled over HTTP, on the ports of its sessions.</summary>
    /// <value>The default is <see langword="null"/>: not at all. Who uses it in one process needs none.</value>
    public ControlOptions? Control { get; init; }
}
