using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Certificates;

/// <summary>
/// The certificate authority of this user, which the clients under test are told to trust. It is never added to a trust store.
/// </summary>
/// <remarks>
/// Thread-safe. Its directory holds <c>ca.pem</c> (the certificate), <c>ca.key</c> (the key, readable by the owner only) and
/// <c>bundle.pem</c> (what the system trusts, and the certificate), and once a client's variables have been asked for <c>bundle.p12</c>
/// (the same for Java). Processes that load it at the same time get the same authority.
/// </remarks>
public sealed class CertificateAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _clock;
    private readonly Lazy<string> _javaTrustStore;

    private CertificateAuthority(X509Certificate2 authority, AuthorityFiles files, string bundle, TimeProvider clock)
    {
        _authority = authority;
        _clock = clock;
        CertificatePath = files.Certificate;
        BundlePath = bundle;
        CertificatePem = authority.ExportCertificatePem();
        Leaves = new LeafCache(authority, files.Certificate, clock);
        _javaTrustStore = new Lazy<string>(WriteJavaTrustStore);
    }

    /// <summary>Gets the file with the certificate, as PEM.</summary>
    public string CertificatePath { get; }

    /// <summary>Gets the file with the certificates that the system trusts and this authority's, as PEM.</summary>
    /// <value>
    /// Where the system keeps no such file, this authority's alone. Where <c>SSL_CERT_FILE</c> names one, what that trusts instead of the
    /// system.
    /// </value>
    public string BundlePath { get; }

    /// <summary>Gets the certificate as PEM.</summary>
    public string CertificatePem { get; }

    /// <summary>Gets when the certificate ends.</summary>
    public DateTimeOffset NotAfter => _authority.NotAfter;

    internal LeafCache Leaves { get; }

    /// <summary>
    /// Gets the file with the same certificates as <see cref="BundlePath"/> for Java; it is written when it is first asked for.
    /// </summary>
    internal string JavaTrustStorePath => _javaTrustStore.Value;

    /// <summary>
    /// Loads the authority of a directory, or makes one there: also in place of one that cannot be read or ends within 30 days.
    /// </summary>
    /// <param name="directory">It is made when it is not there, and given to its owner alone.</param>
    /// <param name="timeProvider">The clock that certificates are dated by; <see langword="null"/> is the system's.</param>
    /// <exception cref="ProxyException">TO2501: the directory cannot be used. TO2502: another process held it for 30 seconds.</exception>
    public static CertificateAuthority LoadOrCreate(string directory, TimeProvider? timeProvider = null) =>
        LoadOrCreate(directory, timeProvider ?? TimeProvider.System, TrustBundle.SystemBundles, Environment.GetEnvironmentVariable("SSL_CERT_FILE"));

    /// <summary>Gets the certificate without its key, to be trusted by clients in this process.</summary>
    /// <returns>A new object, which the caller disposes.</returns>
    public X509Certificate2 GetCertificate() => X509CertificateLoader.LoadCertificate(_authority.RawDataMemory.Span);

    /// <summary>Issues a certificate for the https endpoint of a service, with a key of its own.</summary>
    /// <param name="names">Host names; <c>*.h</c> is allowed.</param>
    /// <param name="addresses">IP addresses.</param>
    /// <exception cref="ProxyException">TO2503: neither names nor addresses were given. TO2504: a name is not one.</exception>
    public ServerCertificate IssueServerCertificate(IEnumerable<string> names, IEnumerable<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(addresses);
        string[] checkedNames = [.. names.Select(CheckedName)];
        IPAddress[] allAddresses = [.. addresses];
        if (checkedNames.Length + allAddresses.Length == 0)
        {
            throw CertificateErrors.NoNames();
        }

        using ECDsa key = CertificateFactory.CreateKey();
        using X509Certificate2 leaf = CertificateFactory.CreateLeaf(_authority, key, checkedNames, allAddresses, _clock.GetUtcNow());
        return new ServerCertificate { CertificatePem = leaf.ExportCertificatePem(), PrivateKeyPem = key.ExportPkcs8PrivateKeyPem(), NotAfter = leaf.NotAfter };
    }

    /// <summary>Forgets the keys in memory. Servers that use the authority must have ended.</summary>
    public void Dispose()
    {
        Leaves.Dispose();
        _authority.Dispose();
    }

    internal static CertificateAuthority LoadOrCreate(string directory, TimeProvider clock, IReadOnlyList<string> systemBundles, string? userBundle = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        string full = Path.GetFullPath(directory);
        AuthorityFiles files = new(full);
        try
        {
            files.PrepareDirectory();
            using FileLock held = FileLock.Take(files.Lock, clock);
            X509Certificate2 authority = files.LoadOrReplace(clock.GetUtcNow());

            // A user's own bundle, such as that of a company, stands for the system's; neither the system's own nor one of ours, which a
            // parent process may have passed on.
            bool isUsers = userBundle is { Length: > 0 } && !systemBundles.Contains(userBundle) && Path.GetDirectoryName(Path.GetFullPath(userBundle)) != full;
            string bundle = isUsers ? files.BundleOf(userBundle!) : files.Bundle;
            TrustBundle.Refresh(bundle, authority.ExportCertificatePem(), isUsers ? [userBundle!, .. systemBundles] : systemBundles);
            return new CertificateAuthority(authority, files, bundle, clock);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw CertificateErrors.Unusable(full, unusable);
        }
    }

    private string WriteJavaTrustStore()
    {
        string path = Path.ChangeExtension(BundlePath, ".p12");
        try
        {
            JavaTrustStore.Refresh(path, BundlePath);
            return path;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CertificateErrors.Unusable(Path.GetDirectoryName(path)!, unusable);
        }
    }

    private static string CheckedName(string name)
    {
        bool isWildcard = name.StartsWith("*.", StringComparison.Ordinal);
        return HostText.TryNormalize(isWildcard ? name[2..] : name, out string? normalized) && !normalized.Contains(':')
            ? (isWildcard ? $"*.{normalized}" : normalized)
            : throw CertificateErrors.BadName(name);
    }
}
