using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Tests.Local;

[TestClass]
public sealed class OpenSslNameTests
{
    // The names that these authorities have below /etc/ssl/certs on every machine.
    [TestMethod]
    [DataRow("4042bcee", "C=US", "O=Internet Security Research Group", "CN=ISRG Root X1")]
    [DataRow("607986c7", "C=US", "O=DigiCert Inc", "OU=www.digicert.com", "CN=DigiCert Global Root G2")]
    [DataRow("1001acf7", "C=US", "O=Google Trust Services LLC", "CN=GTS Root R1")]
    public void A_certificate_has_the_name_by_which_OpenSSL_looks_for_it(string hash, params string[] subject)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            new CertificateRequest(new X500DistinguishedName(string.Join(", ", subject.Reverse())), key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        Assert.AreEqual(hash, OpenSslName.Hash(certificate));
    }

    [TestMethod]
    public void Case_and_blanks_do_not_matter()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 one = Make("CN=\" Test   Authority \"");
        using X509Certificate2 other = Make("CN=test authority");

        Assert.AreEqual(OpenSslName.Hash(other), OpenSslName.Hash(one));

        X509Certificate2 Make(string name) => new CertificateRequest(name, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
