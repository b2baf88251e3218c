using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Certificates;

[TestClass]
public sealed class CertificateAuthorityTests
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [TestMethod]
    public void The_same_directory_holds_the_same_authority()
    {
        using TestDirectory directory = new();
        using CertificateAuthority first = CertificateAuthority.LoadOrCreate(directory.Path, TimeProvider.System, TrustBundle.SystemBundles);
        using CertificateAuthority second = CertificateAuthority.LoadOrCreate(directory.Path, TimeProvider.System, TrustBundle.SystemBundles);

        Assert.AreEqual(first.CertificatePem, second.CertificatePem);
        Assert.AreEqual(first.CertificatePem + "\n", File.ReadAllText(first.CertificatePath));
        Assert.AreEqual(directory.File("ca.pem"), first.CertificatePath);
        Assert.AreEqual(directory.File("bundle.pem"), first.BundlePath);
        Assert.IsGreaterThan(DateTimeOffset.UnixEpoch, first.NotAfter);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void The_key_and_the_directory_are_for_their_owner_alone()
    {
        using TestDirectory parent = new();
        string path = parent.File("new");
        Directory.CreateDirectory(path, OwnerReadsAndWrites | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(path);

        Assert.AreEqual(OwnerReadsAndWrites | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.AreEqual(OwnerReadsAndWrites, File.GetUnixFileMode(Path.Combine(path, "ca.key")));

        File.SetUnixFileMode(Path.Combine(path, "ca.key"), OwnerReadsAndWrites | UnixFileMode.OtherRead);
        using CertificateAuthority again = CertificateAuthority.LoadOrCreate(path);
        Assert.AreEqual(OwnerReadsAndWrites, File.GetUnixFileMode(Path.Combine(path, "ca.key")));
    }

    [TestMethod]
    public async Task Those_who_come_at_the_same_time_get_the_same_authority()
    {
        // The lock is on an open file, so two openings within a process are as apart as two processes.
        for (int round = 0; round < 10; round++)
        {
            await ComeAtTheSameTimeAsync();
        }
    }

    [TestMethod]
    [DataRow(700, true, DisplayName = "31 days left")]
    [DataRow(-30 + 730 + 1, false, DisplayName = "29 days left")]
    [DataRow(1000, false, DisplayName = "ended")]
    [DataRow(-10, false, DisplayName = "not yet begun")]
    public void An_authority_that_is_about_to_end_is_replaced(int daysLater, bool isKept)
    {
        using TestDirectory directory = new();
        using CertificateAuthority first = CertificateAuthority.LoadOrCreate(directory.Path);
        ManualTimeProvider later = new();
        later.Advance(TimeProvider.System.GetUtcNow().AddDays(daysLater) - later.GetUtcNow() - TimeSpan.FromMinutes(1));

        using CertificateAuthority second = CertificateAuthority.LoadOrCreate(directory.Path, later);

        Assert.AreEqual(isKept, first.CertificatePem == second.CertificatePem);
        StringAssert.Contains(File.ReadAllText(second.BundlePath), second.CertificatePem);
    }

    [TestMethod]
    [DataRow("ca.pem", "garbage")]
    [DataRow("ca.key", "garbage")]
    [DataRow("ca.pem", null, DisplayName = "no certificate")]
    [DataRow("ca.key", null, DisplayName = "no key")]
    [DataRow("ca.key", "", DisplayName = "an empty key")]
    public void An_authority_that_cannot_be_read_is_replaced(string file, string? content)
    {
        using TestDirectory directory = new();
        using CertificateAuthority first = CertificateAuthority.LoadOrCreate(directory.Path);
        File.Delete(directory.File(file));
        if (content is not null)
        {
            File.WriteAllText(directory.File(file), content);
        }

        using CertificateAuthority second = CertificateAuthority.LoadOrCreate(directory.Path);
        using CertificateAuthority third = CertificateAuthority.LoadOrCreate(directory.Path);

        Assert.AreNotEqual(first.CertificatePem, second.CertificatePem);
        Assert.AreEqual(second.CertificatePem, third.CertificatePem);
    }

    [TestMethod]
    public void A_key_of_another_authority_is_replaced()
    {
        using TestDirectory one = new();
        using TestDirectory other = new();
        using CertificateAuthority first = CertificateAuthority.LoadOrCreate(one.Path);
        using CertificateAuthority stranger = CertificateAuthority.LoadOrCreate(other.Path);
        File.Copy(other.File("ca.key"), one.File("ca.key"), overwrite: true);

        using CertificateAuthority second = CertificateAuthority.LoadOrCreate(one.Path);

        Assert.AreNotEqual(first.CertificatePem, second.CertificatePem);
    }

    [TestMethod]
    public void A_directory_that_cannot_be_used_is_said()
    {
        using TestDirectory directory = new();
        File.WriteAllText(directory.File("file"), "");
        string path = directory.File("file/ca");

        ProxyException unusable = Assert.ThrowsExactly<ProxyException>(() => CertificateAuthority.LoadOrCreate(path));

        StringAssert.StartsWith(unusable.Message, $"TO2501: The certificate authority cannot be kept in '{path}': ");
        StringAssert.EndsWith(unusable.Message, " Give a directory that this user may write and own.");
    }

    [TestMethod]
    public void The_authority_signs_servers_and_no_further_authority()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);
        using X509Certificate2 certificate = authority.GetCertificate();

        X509BasicConstraintsExtension constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.IsTrue(constraints is { Critical: true, CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
        Assert.AreEqual(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.IsFalse(certificate.HasPrivateKey);
        using ECDsa? key = certificate.GetECDsaPublicKey();
        Assert.AreEqual(256, key?.KeySize);
    }

    [TestMethod]
    public void A_server_certificate_is_what_clients_demand()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);
        using X509Certificate2 root = authority.GetCertificate();

        ServerCertificate issued = authority.IssueServerCertificate(["Api.Example.com", "*.shop.example.com", "müller.example"], [IPAddress.Loopback, IPAddress.IPv6Loopback]);

        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.IsTrue(chain.Build(leaf));
        Assert.IsTrue(leaf.MatchesHostname("api.example.com"));
        Assert.IsTrue(leaf.MatchesHostname("one.shop.example.com"));
        Assert.IsTrue(leaf.MatchesHostname("127.0.0.1"));
        Assert.IsFalse(leaf.MatchesHostname("shop.example.com"));
        X509SubjectAlternativeNameExtension names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        CollectionAssert.AreEqual(new[] { "api.example.com", "*.shop.example.com", "xn--mller-kva.example" }, names.EnumerateDnsNames().ToArray());
        CollectionAssert.AreEqual(new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }, names.EnumerateIPAddresses().ToArray());
        Assert.IsLessThanOrEqualTo(TimeSpan.FromDays(90), leaf.NotAfter - leaf.NotBefore);
        Assert.IsLessThan(TimeSpan.FromMinutes(1), (TimeProvider.System.GetUtcNow().AddDays(-1) - leaf.NotBefore.ToUniversalTime()).Duration());
        Assert.AreEqual(issued.NotAfter, leaf.NotAfter);
        Assert.AreEqual(
            Convert.ToHexString(root.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.Span),
            Convert.ToHexString(leaf.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.Span));
        Assert.DoesNotContain("PRIVATE", issued.ToString());
    }

    [TestMethod]
    [DataRow("ends-.example.com")]
    [DataRow("_service.example.com")]
    [DataRow("xn--a.example.com")]
    public void A_certificate_can_be_had_for_whatever_clients_ask_for(string name)
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);

        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(authority.IssueServerCertificate([name], []).CertificatePem);

        StringAssert.Contains(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().Format(multiLine: false), name);
    }

    [TestMethod]
    public void A_leaf_does_not_outlive_its_authority()
    {
        using TestDirectory directory = new();
        ManualTimeProvider clock = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path, clock);
        clock.Advance(TimeSpan.FromDays(700));

        ServerCertificate issued = authority.IssueServerCertificate(["h"], []);

        Assert.AreEqual(authority.NotAfter, issued.NotAfter);
    }

    [TestMethod]
    public void A_certificate_for_nothing_or_for_nonsense_is_refused()
    {
        using TestDirectory directory = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);

        Assert.AreEqual("TO2503: A server certificate was asked for no name and no address; it needs at least one.",
            Assert.ThrowsExactly<ProxyException>(() => authority.IssueServerCertificate([], [])).Message);
        Assert.AreEqual("TO2504: A server certificate was asked for 'not a name', which is neither a host name nor an IP address.",
            Assert.ThrowsExactly<ProxyException>(() => authority.IssueServerCertificate(["not a name"], [])).Message);
    }

    [TestMethod]
    public void The_bundle_is_what_the_system_trusts_and_the_authority()
    {
        using TestDirectory directory = new();
        string system = directory.File("system.pem");
        File.WriteAllText(system, "system 1");
        string[] locations = [directory.File("absent.pem"), system, directory.File("never.pem")];

        using CertificateAuthority first = CertificateAuthority.LoadOrCreate(directory.File("ca"), TimeProvider.System, locations);
        Assert.AreEqual($"system 1\n{first.CertificatePem}\n", File.ReadAllText(first.BundlePath));

        DateTime written = File.GetLastWriteTimeUtc(first.BundlePath);
        using CertificateAuthority unchanged = CertificateAuthority.LoadOrCreate(directory.File("ca"), TimeProvider.System, locations);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(first.BundlePath));

        File.WriteAllText(system, "system 2\n");
        using CertificateAuthority changed = CertificateAuthority.LoadOrCreate(directory.File("ca"), TimeProvider.System, locations);
        Assert.AreEqual($"system 2\n{first.CertificatePem}\n", File.ReadAllText(first.BundlePath));

        File.Delete(system);
        using CertificateAuthority alone = CertificateAuthority.LoadOrCreate(directory.File("ca"), TimeProvider.System, locations);
        Assert.AreEqual($"{first.CertificatePem}\n", File.ReadAllText(first.BundlePath));
    }

    [TestMethod]
    public void Leaves_are_made_once_for_each_host_and_anew_before_they_end()
    {
        using TestDirectory directory = new();
        ManualTimeProvider clock = new();
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path, clock);

        object first = authority.Leaves.For("h", http2: true);

        Assert.AreSame(first, authority.Leaves.For("h", http2: true));
        Assert.AreNotSame(first, authority.Leaves.For("h", http2: false));
        Assert.AreNotSame(first, authority.Leaves.For("g", http2: true));
        clock.Advance(TimeSpan.FromDays(88));
        Assert.AreNotSame(first, authority.Leaves.For("h", http2: true));
    }

    private static async Task ComeAtTheSameTimeAsync()
    {
        using TestDirectory directory = new();
        using Barrier start = new(8);
        string[] authorities = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path, TimeProvider.System, TrustBundle.SystemBundles);
                return authority.CertificatePem;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).Soon();

        Assert.HasCount(1, authorities.Distinct());
        CollectionAssert.AreEquivalent(new[] { "bundle.pem", "ca.key", "ca.pem", "lock" }, Directory.EnumerateFiles(directory.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void The_bundle_that_a_user_names_stands_for_the_systems_and_one_of_ours_does_not()
    {
        using TestDirectory directory = new();
        string system = directory.File("system.crt");
        string company = directory.File("company.crt");
        File.WriteAllText(system, "system\n");
        File.WriteAllText(company, "company\n");
        string authorities = directory.File("ca");

        using CertificateAuthority ordinary = CertificateAuthority.LoadOrCreate(authorities, TimeProvider.System, [system]);
        using CertificateAuthority atCompany = CertificateAuthority.LoadOrCreate(authorities, TimeProvider.System, [system], company);
        using CertificateAuthority inChild = CertificateAuthority.LoadOrCreate(authorities, TimeProvider.System, [system], ordinary.BundlePath);
        using CertificateAuthority sayingSo = CertificateAuthority.LoadOrCreate(authorities, TimeProvider.System, [system], system);

        Assert.AreEqual($"system\n{ordinary.CertificatePem}\n", File.ReadAllText(ordinary.BundlePath));
        Assert.AreEqual($"company\n{ordinary.CertificatePem}\n", File.ReadAllText(atCompany.BundlePath));
        Assert.AreEqual(ordinary.BundlePath, inChild.BundlePath);
        Assert.AreEqual(ordinary.BundlePath, sayingSo.BundlePath);
    }
}
