using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _me;

    public ClientCertificateTests() =>
        _me = new CertificateRequest("CN=me", _key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    public void Dispose()
    {
        _directory.Dispose();
        _key.Dispose();
        _me.Dispose();
    }

    [TestMethod]
    public void It_is_read_in_every_usual_form()
    {
        string certificate = _me.ExportCertificatePem();
        string locked = _key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        foreach (X509Certificate2 read in (IEnumerable<X509Certificate2>)
        [
            ClientCertificate.FromFile(Write("both.pem", $"{certificate}\n{_key.ExportPkcs8PrivateKeyPem()}")),
            ClientCertificate.FromFile(Write("c.pem", certificate), Write("k.pem", _key.ExportECPrivateKeyPem())),
            ClientCertificate.FromFile(Write("locked.pem", $"{locked}\n{certificate}"), password: "secret"),
            ClientCertificate.FromFile(Write("open.p12", _me.Export(X509ContentType.Pkcs12))),
            ClientCertificate.FromFile(Write("locked.p12", _me.Export(X509ContentType.Pkcs12, "secret")), password: "secret"),
            ClientCertificate.FromPem(certificate, _key.ExportPkcs8PrivateKeyPem()),
        ])
        {
            using X509Certificate2 owned = read;
            Assert.AreEqual(("CN=me", true), (owned.Subject, owned.HasPrivateKey));
        }
    }

    [TestMethod]
    public void What_cannot_be_read_is_told_with_its_file_and_without_secrets()
    {
        string without = Write("without.pem", _me.ExportCertificatePem());
        string locked = Write("locked.p12", _me.Export(X509ContentType.Pkcs12, "secret"));
        using ECDsa another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string other = Write("other.pem", another.ExportPkcs8PrivateKeyPem());
        string noise = Write("noise", "noise");
        (string Named, Func<X509Certificate2> Read)[] wrong =
        [
            (without, () => ClientCertificate.FromFile(without)),
            (other, () => ClientCertificate.FromFile(without, other)),
            (locked, () => ClientCertificate.FromFile(locked, password: "wrong")),
            (noise, () => ClientCertificate.FromFile(noise)),
            (Path.Combine(_directory.Path, "nowhere"), () => ClientCertificate.FromFile(Path.Combine(_directory.Path, "nowhere"))),
            (_directory.Path, () => ClientCertificate.FromFile(_directory.Path)),
            ("a text", () => ClientCertificate.FromPem("noise", "noise")),
        ];

        foreach ((string named, Func<X509Certificate2> read) in wrong)
        {
            ProxyException refused = Assert.ThrowsExactly<ProxyException>(() => read());

            Assert.AreEqual("TO2472", refused.Code);
            StringAssert.Contains(refused.Message, named);
            Assert.IsFalse(refused.Message.Contains("wrong", StringComparison.Ordinal) || refused.Message.Contains("BEGIN", StringComparison.Ordinal), refused.Message);
        }
    }

    private string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_directory.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
