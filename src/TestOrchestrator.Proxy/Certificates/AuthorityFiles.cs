using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TestOrchestrator.Proxy.Files;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>
/// The authority as it lies in its directory: certificate, key and bundle. Whoever calls holds the lock of the directory.
/// </summary>
internal sealed class AuthorityFiles(string directory)
{
    private const UnixFileMode OwnersDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A run must not outlive its authority.
    private static readonly TimeSpan s_leastLifetime = TimeSpan.FromDays(30);

    public string Certificate => Path.Combine(directory, "ca.pem");

    public string Bundle => Path.Combine(directory, "bundle.pem");

    /// <summary>The bundle with what another one trusts: a file of its own, as processes differ in which one they are given.</summary>
    public string BundleOf(string userBundle) =>
        Path.Combine(directory, $"bundle-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(userBundle))))[..8]}.pem");

    public string Lock => Path.Combine(directory, "lock");

    private string Key => Path.Combine(directory, "ca.key");

    public void PrepareDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, OwnersDirectory);
        File.SetUnixFileMode(directory, OwnersDirectory);
    }

    /// <summary>
    /// The authority that is there, or a new one in its place when there is none that can be read and used for 30 days more.
    /// </summary>
    public X509Certificate2 LoadOrReplace(DateTimeOffset now)
    {
        if (TryLoad() is { } present)
        {
            if (present.HasPrivateKey && now >= present.NotBefore && now + s_leastLifetime <= present.NotAfter)
            {
                return present;
            }

            present.Dispose();
        }

        X509Certificate2 created = CertificateFactory.CreateAuthority(now);
        using ECDsa? key = created.GetECDsaPrivateKey();
        AtomicFile.Write(Key, Ascii(key?.ExportPkcs8PrivateKeyPem() ?? ""), AtomicFile.OwnerOnly);
        AtomicFile.Write(Certificate, Ascii(created.ExportCertificatePem() + "\n"), AtomicFile.Everyone);
        return created;
    }

    private X509Certificate2? TryLoad()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Key, AtomicFile.OwnerOnly);
            }

            return X509Certificate2.CreateFromPemFile(Certificate, Key);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Ascii(string pem) => Encoding.ASCII.GetBytes(pem);
}
