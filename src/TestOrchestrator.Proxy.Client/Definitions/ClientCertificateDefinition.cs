namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>
/// A certificate with its private key: in <see cref="File"/>, or in <see cref="Certificate"/> and <see cref="Key"/>. Immutable; its text
/// does not show the key.
/// </summary>
public sealed record ClientCertificateDefinition
{
    /// <summary>Gets a file of the machine that the proxy runs on: PEM or PKCS #12.</summary>
    public string? File { get; init; }

    /// <summary>Gets the file with the private key, PEM.</summary>
    /// <value>The default is <see cref="File"/>.</value>
    public string? KeyFile { get; init; }

    /// <summary>Gets the certificate itself, PEM.</summary>
    public string? Certificate { get; init; }

    /// <summary>Gets the private key itself, PEM.</summary>
    /// <value>The default is that in <see cref="Certificate"/>.</value>
    public string? Key { get; init; }

    /// <summary>Gets the password of the key, or of the PKCS #12 file.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Password { get; init; }

    /// <summary>Shows the file.</summary>
    public override string ToString() => File ?? "a certificate in PEM";
}
