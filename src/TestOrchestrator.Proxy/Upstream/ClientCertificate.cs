using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Reads certificates with their private keys, for <see cref="UpstreamOptions.ClientCertificates"/>. Thread-safe.</summary>
public static class ClientCertificate
{
    // Longer than any certificate with its chain and key, so that a file which was named by mistake is not read whole.
    private const int Limit = 1024 * 1024;

    /// <summary>Reads a file: PEM, with the private key in it or in a file of its own, or PKCS #12.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyPath">The file with the private key, PEM; <see langword="null"/> when it is in <paramref name="path"/>.</param>
    /// <param name="password">The password of the key, or of the PKCS #12 file; <see langword="null"/> for none.</param>
    /// <exception cref="ProxyException">TO2472: it cannot be read.</exception>
    public static X509Certificate2 FromFile(string path, string? keyPath = null, string? password = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] content = Read(path);
        string text = Encoding.UTF8.GetString(content);
        if (text.Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return FromPem(text, keyPath is null ? text : Encoding.UTF8.GetString(Read(keyPath)), password, $"'{keyPath ?? path}'");
        }

        try
        {
            return X509CertificateLoader.LoadPkcs12(content, password);
        }
        catch (CryptographicException invalid)
        {
            throw UpstreamErrors.Certificate($"'{path}'", $"it is neither PEM nor PKCS #12 with {(password is null ? "no" : "this")} password ({invalid.Message})");
        }
    }

    /// <summary>Reads a certificate and its private key.</summary>
    /// <param name="certificate">The certificate, PEM.</param>
    /// <param name="key">The private key, PEM; it may be the same text.</param>
    /// <param name="password">The password of the key; <see langword="null"/> for none.</param>
    /// <exception cref="ProxyException">TO2472: they cannot be read.</exception>
    public static X509Certificate2 FromPem(string certificate, string key, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(key);
        return FromPem(certificate, key, password, "a text");
    }

    // What stands in the texts is never part of a message: it is secret.
    private static X509Certificate2 FromPem(string certificate, string key, string? password, string where)
    {
        try
        {
            return password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
        }
        catch (Exception invalid) when (invalid is CryptographicException or ArgumentException)
        {
            throw UpstreamErrors.Certificate(where, $"there is no certificate in PEM with a private key of its own that {(password is null ? "no password protects" : "this password opens")} ({invalid.Message})");
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > Limit } file
                ? throw UpstreamErrors.Certificate($"'{path}'", $"it has {file.Length} bytes; the limit is {Limit}")
                : File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw UpstreamErrors.Certificate($"'{path}'", unreadable.Message.TrimEnd('.'));
        }
    }
}
