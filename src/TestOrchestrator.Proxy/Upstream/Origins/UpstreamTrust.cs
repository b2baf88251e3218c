using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>
/// Decides whether the certificate of an origin is trusted: by the system, else by the proxy's own authority and what its options add.
/// Thread-safe.
/// </summary>
internal sealed class UpstreamTrust(X509Certificate2Collection additional)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public SslClientAuthenticationOptions Options() => new()
    {
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = IsTrusted,
    };

    // Building a chain never contacts anybody: who is contacted is for the tests to say.
    private static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new(ServerAuthentication) },
    };

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? systemChain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf)
        {
            return errors == SslPolicyErrors.None;
        }

        using X509Chain chain = new() { ChainPolicy = Policy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(additional);

        // What the origin sent along with its certificate.
        chain.ChainPolicy.ExtraStore.AddRange(systemChain?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(leaf);
    }
}
