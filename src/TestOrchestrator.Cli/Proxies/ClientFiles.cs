using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>
/// The certificates that files hold: those by which origins know their client, and those that origins may be signed by. Not thread-safe.
/// </summary>
internal sealed class ClientFiles : IDisposable
{
    private ClientFiles(ImmutableDictionary<string, X509Certificate2> certificates, ImmutableArray<X509Certificate2> trust) => (Certificates, Trust) = (certificates, trust);

    public ImmutableDictionary<string, X509Certificate2> Certificates { get; }

    public ImmutableArray<X509Certificate2> Trust { get; }

    /// <exception cref="EngineException">
    /// TO2620, TO2621: a private key that others can read, or that is not there. TO2476: a file holds no certificates.
    /// </exception>
    /// <exception cref="TestOrchestrator.Proxy.ProxyException">TO2472: a certificate cannot be read.</exception>
    public static ClientFiles Read(ProxyWish wish) => new(wish.ClientCertificates.ToImmutableDictionary(c => c.Key, c => Certificate(c.Value)), [.. wish.Trust.SelectMany(Roots)]);

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in Certificates.Values.Concat(Trust))
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2 Certificate(string file)
    {
        SecretFile.Check(file);
        return ClientCertificate.FromFile(file);
    }

    private static X509Certificate2Collection Roots(string file)
    {
        X509Certificate2Collection roots = [];
        string problem = "it holds no certificate";
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            problem = unreadable.Message.TrimEnd('.');
        }

        return roots.Count > 0 ? roots : throw new EngineException("TO2476", $"'--trust {file}' cannot be used: {problem}. Give a PEM file with root certificates.");
    }
}
