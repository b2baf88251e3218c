using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class UpstreamOptionsTests
{
    [TestMethod]
    [DataRow("http", "1.1")]
    [DataRow("https", "1.1")]
    [DataRow("https", "2.0")]
    public async Task A_host_is_found_where_the_author_says(string scheme, string version)
    {
        using NameLookups lookups = new();
        await using TestProxy issuer = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"{context.Request.Host}"), scheme == "https" ? issuer.Authority : null);
        await using TestProxy proxy = await TestProxy.StartAsync(server: o => o with
        {
            AdditionalTrust = [issuer.Authority.GetCertificate()],
            Upstream = new UpstreamOptions { Addresses = Map(("*.test", "127.0.0.9:1"), ("origin.test", $"127.0.0.1:{origin.Address.Port}")) },
        });

        Assert.AreEqual("origin.test", await proxy.Client(Version.Parse(version)).GetStringAsync(new Uri($"{scheme}://origin.test/")).Soon());
        Assert.IsFalse(lookups.Names.Contains("origin.test"));
    }

    [TestMethod]
    public async Task A_tunnel_leads_where_the_author_says()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with
        {
            Tunnel = ["db.example.com"],
            Upstream = new UpstreamOptions { Addresses = Map(("db.example.com:5432", origin.Authority)) },
        });
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "db.example.com:5432").Soon();

        using RawConnection received = await origin.AcceptAsync().Soon();

        await client.SendAsync("hello");
        Assert.AreEqual("hello", await received.ReadAsync(5).Soon());
    }

    [TestMethod]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task An_origin_is_shown_the_certificate_that_is_for_it(string version)
    {
        using X509Certificate2 mine = Certificate("CN=me");
        using X509Certificate2 other = Certificate("CN=other");
        await using TestProxy issuer = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context => await context.Response.WriteAsync((await context.Connection.GetClientCertificateAsync())?.Subject ?? "nobody"), issuer.Authority, asksForCertificate: true);
        await using TestProxy proxy = await TestProxy.StartAsync(server: o => o with
        {
            AdditionalTrust = [issuer.Authority.GetCertificate()],
            Upstream = new UpstreamOptions { ClientCertificates = ImmutableDictionary<string, X509Certificate2>.Empty.Add("localhost", mine).Add("127.0.0.1:1", other) },
        });
        HttpClient client = proxy.Client(Version.Parse(version));

        Assert.AreEqual("CN=me", await client.GetStringAsync(new Uri($"https://localhost:{origin.Address.Port}/")).Soon());
        Assert.AreEqual("nobody", await client.GetStringAsync(new Uri($"https://127.0.0.1:{origin.Address.Port}/")).Soon());
    }

    [TestMethod]
    public async Task Options_that_are_wrong_are_refused_with_all_that_is()
    {
        using X509Certificate2 withKey = Certificate("CN=me");
        using X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificate(withKey.RawData);
        UpstreamOptions wrong = new()
        {
            Addresses = Map(("a..b", "127.0.0.1"), ("c.example.com", "127.0.0.1:0")),
            ClientCertificates = ImmutableDictionary<string, X509Certificate2>.Empty.Add("d.example.com", withoutKey),
        };

        ProxyException server = await Assert.ThrowsExactlyAsync<ProxyException>(() => TestProxy.StartAsync(server: o => o with { Upstream = wrong }));
        ProxyException session = await Assert.ThrowsExactlyAsync<ProxyException>(() => TestProxy.StartAsync(session: s => s with { Upstream = wrong }));

        const string Key = "Upstream.Addresses has the key 'a..b': 'a..b' is not a host name or an IP address. Write 'example.com', 'example.com:8443' or '*.example.com'.";
        const string Address = "Upstream.Addresses maps 'c.example.com' to '127.0.0.1:0', which is not a host. Write '127.0.0.1', '127.0.0.1:8443', '[::1]:8443' or 'other.example.com'.";
        const string KeyMissing = "Upstream.ClientCertificates has for 'd.example.com' a certificate (CN=me) without its private key; give one that was loaded with it.";
        Assert.AreEqual($"TO2010: The proxy server cannot be started: {Key} {Address} {KeyMissing}", server.Message);
        Assert.AreEqual($"TO2001: Session 'session' cannot be opened: {Key} {Address} {KeyMissing}", session.Message);
    }

    private static ImmutableDictionary<string, string> Map(params (string Host, string Address)[] entries) => entries.ToImmutableDictionary(e => e.Host, e => e.Address);

    private static X509Certificate2 Certificate(string subject)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
