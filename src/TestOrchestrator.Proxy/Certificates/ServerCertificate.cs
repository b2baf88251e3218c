namespace TestOrchestrator.Proxy.Certificates;

/// <summary>A certificate for an https endpoint, and its key. Immutable.</summary>
public sealed record ServerCertificate
{
    /// <summary>Gets the certificate as PEM.</summary>
    public required string CertificatePem { get; init; }

    /// <summary>Gets the private key of the certificate as PEM (PKCS #8, not encrypted).</summary>
    public required string PrivateKeyPem { get; init; }

    /// <summary>Gets when the certificate ends: at most 90 days after it was made.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Names the type only, so that the key does not end in a log.</summary>
    public override string ToString() => $"{nameof(ServerCertificate)} until {NotAfter:O}";
}
