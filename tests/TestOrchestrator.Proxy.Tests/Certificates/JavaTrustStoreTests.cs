using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Certificates;

[TestClass]
public sealed class JavaTrustStoreTests
{
    [TestMethod]
    public void Holds_what_the_bundle_holds()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);
        X509Certificate2Collection bundle = [];
        bundle.ImportFromPemFile(authority.BundlePath);

        X509Certificate2Collection store = X509CertificateLoader.LoadPkcs12CollectionFromFile(authority.JavaTrustStorePath, null);

        CollectionAssert.AreEquivalent(bundle.Select(c => c.Thumbprint).ToArray(), store.Select(c => c.Thumbprint).ToArray());
        using X509Certificate2 own = authority.GetCertificate();
        Assert.Contains(own.Thumbprint, store.Select(c => c.Thumbprint));
    }

    [TestMethod]
    public void Is_written_again_only_when_the_bundle_is_newer()
    {
        using TestDirectory directory = new();
        string bundle = directory.File("bundle.pem");
        string store = directory.File("bundle.p12");
        using (CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path))
        {
            File.WriteAllText(bundle, authority.CertificatePem);
        }

        File.WriteAllText(store, "as it was");
        File.SetLastWriteTimeUtc(bundle, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(store, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        JavaTrustStore.Refresh(store, bundle);
        Assert.AreEqual("as it was", File.ReadAllText(store));

        File.SetLastWriteTimeUtc(bundle, new DateTime(2030, 1, 1, 0, 0, 1, DateTimeKind.Utc));
        JavaTrustStore.Refresh(store, bundle);
        Assert.HasCount(1, X509CertificateLoader.LoadPkcs12CollectionFromFile(store, null));
    }
}
