using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>How origins are reached. Immutable.</summary>
/// <remarks>A session with options of its own has connections of its own; all others share those of their server.</remarks>
public sealed record UpstreamOptions
{
    /// <summary>Gets the proxy through which origins are reached, such as that of a company.</summary>
    /// <value>
    /// The default is <see cref="UpstreamProxy.None"/>, whatever the environment says; <see cref="UpstreamProxy.FromEnvironment"/> takes
    /// the machine's.
    /// </value>
    public UpstreamProxy Proxy { get; init; } = UpstreamProxy.None;

    /// <summary>Gets where hosts are found, instead of where name servers say.</summary>
    /// <value>
    /// The default is none. The key is <c>h</c>, <c>h:port</c> or <c>*.h</c>; the value is an address or a host, with or without a port.
    /// Only the way changes: URL, Host header, server name and certificate stay those of the host. The most specific key counts. Policies
    /// go by the host, not by where it is found.
    /// </value>
    public ImmutableDictionary<string, string> Addresses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the certificates by which origins that ask for one know their client.</summary>
    /// <value>
    /// The default is none. The key is <c>h</c>, <c>h:port</c> or <c>*.h</c>, and the most specific one counts. A certificate needs its
    /// private key; the proxy does not dispose it.
    /// </value>
    public ImmutableDictionary<string, X509Certificate2> ClientCertificates { get; init; } = ImmutableDictionary<string, X509Certificate2>.Empty;

    /// <summary>Lists what is wrong, as full sentences; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (string key in Addresses.Keys.Concat(ClientCertificates.Keys))
        {
            if (HostPattern.Problem(key, out _) is { } problem)
            {
                yield return $"{(Addresses.ContainsKey(key) ? nameof(Addresses) : nameof(ClientCertificates))} has the key '{key}': {problem}. Write 'example.com', 'example.com:8443' or '*.example.com'.";
            }
        }

        foreach ((string key, string address) in Addresses)
        {
            if (!HostAddress.TryParse(address, out _))
            {
                yield return $"{nameof(Addresses)} maps '{key}' to '{address}', which is not a host. Write '127.0.0.1', '127.0.0.1:8443', '[::1]:8443' or 'other.example.com'.";
            }
        }

        foreach ((string key, X509Certificate2 certificate) in ClientCertificates)
        {
            if (!certificate.HasPrivateKey)
            {
                yield return $"{nameof(ClientCertificates)} has for '{key}' a certificate ({certificate.Subject}) without its private key; give one that was loaded with it.";
            }
        }
    }
}
