using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Proxies;

/// <summary>The authority that peers sign with, made for one run of the harness: RSA, which all of them can load. Immutable.</summary>
internal sealed record PeerAuthority
{
    private const int KeyBits = 2048;

    /// <summary>Gets the file with the certificate, as PEM.</summary>
    public required string Certificate { get; init; }

    public required string Key { get; init; }

    /// <summary>Gets the file with both, the key first.</summary>
    public required string Both { get; init; }

    public static PeerAuthority Create(string directory)
    {
        using RSA key = RSA.Create(KeyBits);
        CertificateRequest request = new("CN=bench peers", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        PeerAuthority files = new() { Certificate = Path.Combine(directory, "peers.pem"), Key = Path.Combine(directory, "peers.key"), Both = Path.Combine(directory, "mitmproxy-ca.pem") };
        string keyPem = key.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(files.Key, keyPem + "\n");
        File.WriteAllText(files.Both, $"{keyPem}\n{certificate.ExportCertificatePem()}\n");
        return files;
    }
}
