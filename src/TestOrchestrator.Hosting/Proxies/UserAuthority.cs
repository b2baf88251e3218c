using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Proxy.Certificates;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>The one CA of the user, made when it is first needed. Thread-safe.</summary>
internal sealed class UserAuthority
{
    private readonly Lazy<CertificateAuthority> _authority = new(() =>
        CertificateAuthority.LoadOrCreate(Path.Combine(UserCache.Open(), "ca")));

    private UserAuthority()
    {
    }

    /// <summary>Gets the one of this user: a process trusts one bundle, and reads it once.</summary>
    public static UserAuthority OfUser { get; } = new();

    public CertificateAuthority Authority => _authority.Value;

    /// <summary>Lets this process and the services inside it trust the CA. Must come before the first certificate is checked.</summary>
    public void TrustInThisProcess() => NativeEnvironment.Set("SSL_CERT_FILE", Authority.BundlePath);
}
