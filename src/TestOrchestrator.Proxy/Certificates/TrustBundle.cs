using System.Text;
using TestOrchestrator.Proxy.Files;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>
/// The certificates that the system trusts and our authority, in one file: variables such as SSL_CERT_FILE replace the system's, so both
/// must be in it.
/// </summary>
internal static class TrustBundle
{
    /// <summary>Where systems keep what they trust as one file; the first that is there counts.</summary>
    public static readonly IReadOnlyList<string> SystemBundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",                   // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",    // Fedora, Red Hat
        "/etc/pki/tls/certs/ca-bundle.crt",                     // older Fedora, Red Hat
        "/etc/ssl/ca-bundle.pem",                               // openSUSE
        "/etc/ssl/cert.pem",                                    // macOS, Alpine, the BSDs
    ];

    /// <summary>Writes the bundle, unless it is already what it should be.</summary>
    public static void Refresh(string path, string authorityPem, IReadOnlyList<string> systemBundles)
    {
        string? system = systemBundles.FirstOrDefault(File.Exists);
        byte[] wanted = [.. system is null ? [] : WithNewline(File.ReadAllBytes(system)), .. Encoding.ASCII.GetBytes(authorityPem + "\n")];
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(wanted))
        {
            AtomicFile.Write(path, wanted, AtomicFile.Everyone);
        }
    }

    private static byte[] WithNewline(byte[] text) => text is [.., (byte)'\n'] or [] ? text : [.. text, (byte)'\n'];
}
