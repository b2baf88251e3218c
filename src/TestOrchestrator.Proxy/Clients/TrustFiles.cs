using TestOrchestrator.Proxy.Certificates;

namespace TestOrchestrator.Proxy.Clients;

/// <summary>Where a program finds what it is to trust. Immutable.</summary>
public sealed record TrustFiles
{
    /// <summary>Gets the file of all certificates that the program trusts, the authority's among them: PEM.</summary>
    public required string Bundle { get; init; }

    /// <summary>Gets a file with the authority's certificate, for programs that add it to what they trust: PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>Gets the trust store of Java: PKCS #12, without a password.</summary>
    public required string JavaTrustStore { get; init; }

    /// <summary>Gets the files of an authority on this machine.</summary>
    /// <exception cref="ProxyException">TO2501: the trust store of Java cannot be written beside the authority.</exception>
    public static TrustFiles Of(CertificateAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return new()
        {
            Bundle = authority.BundlePath,
            Certificate = authority.CertificatePath,
            JavaTrustStore = authority.JavaTrustStorePath,
        };
    }
}
