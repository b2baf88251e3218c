using System.Net;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class UpstreamProxyTests
{
    private static readonly string s_secret = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:gr\u00FCn:s"));

    [TestMethod]
    public async Task A_plain_request_is_sent_to_the_proxy_in_absolute_form()
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await StartAsync($"http://me:gr%C3%BCn%3As@{company.Authority}");
        Task<string> asked = proxy.Client().GetStringAsync(new Uri("http://shop.example.com:8080/a/b%2Fc?d=[]"));

        using RawConnection received = await company.AcceptAsync().Soon();

        Assert.AreEqual(
            $"GET http://shop.example.com:8080/a/b%2Fc?d=[] HTTP/1.1\r\nHost: shop.example.com:8080\r\nProxy-Authorization: Basic {s_secret}\r\n\r\n",
            await received.ReadHeadAsync().Soon());
        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        Assert.AreEqual("hello", await asked.Soon());
    }

    [TestMethod]
    public async Task Credentials_are_nowhere_to_be_seen()
    {
        using TestDirectory directory = new();
        using RawOrigin company = new();
        await using TestProxy proxy = await StartAsync($"http://me:gr%C3%BCn%3As@{company.Authority}");
        Task<HttpResponseMessage> asked = proxy.Client().GetAsync(new Uri("http://shop.example.com/"));
        using RawConnection received = await company.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
        using HttpResponseMessage response = await asked.Soon();

        string har = directory.File("all.har");
        await proxy.Root.WriteHarAsync(har);
        string[] seen =
        [
            await response.Content.ReadAsStringAsync(),
            await File.ReadAllTextAsync(har),
            $"{proxy.Root.Exchanges.Single().Error}",
            $"{UpstreamProxy.At($"http://me:gr%C3%BCn%3As@{company.Authority}")}",
            $"{new UpstreamOptions { Proxy = UpstreamProxy.At("http://proxy:1").WithCredentials("me", "gr\u00FCn:s") }}",
            Assert.ThrowsExactly<ProxyException>(() => UpstreamProxy.At("ftp://me:gr%C3%BCn%3As@proxy")).Message,
            Assert.ThrowsExactly<ProxyException>(() => UpstreamProxy.At("http://me:gr%C3%BCn%3As@pro xy")).Message,
        ];

        foreach (string text in seen)
        {
            foreach (string secret in new[] { s_secret, "gr\u00FCn", "gr%C3%BCn", "gr\\u00FC" })
            {
                Assert.IsFalse(text.Contains(secret, StringComparison.OrdinalIgnoreCase), text);
            }
        }
    }

    [TestMethod]
    [DataRow("1.1", "HTTP/1.1")]
    [DataRow("2.0", "HTTP/2")]
    public async Task TLS_goes_through_CONNECT(string version, string protocol)
    {
        await using TestProxy company = await TestProxy.StartAsync(session: s => s with { Tunnel = ["localhost"] });
        await using TestProxy proxy = await StartAsync($"{company.Session.Address}");
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", proxy.Authority);

        string answer = await proxy.Client(Version.Parse(version)).GetStringAsync(new Uri($"https://localhost:{origin.Address.Port}/")).Soon();

        Assert.AreEqual("hello", answer);
        Assert.AreEqual(protocol, proxy.Root.Exchanges.Single().Response?.Protocol);
        Assert.AreEqual($"CONNECT tcp://localhost:{origin.Address.Port}/", $"{company.Root.Exchanges.Single().Request}");
    }

    [TestMethod]
    public async Task A_tunnel_goes_through_CONNECT_and_loses_nothing_of_a_server_that_speaks_first()
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await StartAsync($"http://me:gr%C3%BCn%3As@{company.Authority}", tunnel: "mail.example.com");
        Task<RawConnection> connecting = RawConnection.ConnectThroughAsync(proxy.Session, "mail.example.com:25");
        using RawConnection received = await company.AcceptAsync().Soon();
        Assert.AreEqual($"CONNECT mail.example.com:25 HTTP/1.1\r\nHost: mail.example.com:25\r\nProxy-Authorization: Basic {s_secret}\r\n\r\n", await received.ReadHeadAsync().Soon());

        await received.SendAsync("HTTP/1.1 200 Connection established\r\nVia: company\r\n\r\n220 ready\r\n");

        using RawConnection client = await connecting.Soon();
        Assert.AreEqual("220 ready\r\n", await client.ReadAsync(11).Soon());
        await client.SendAsync("EHLO x\r\n");
        Assert.AreEqual("EHLO x\r\n", await received.ReadAsync(8).Soon());
    }

    [TestMethod]
    public async Task A_switch_of_protocols_goes_through_CONNECT()
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await StartAsync($"http://{company.Authority}");
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("GET http://chat.example.com/ HTTP/1.1\r\nHost: chat.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        using RawConnection received = await company.AcceptAsync().Soon();
        Assert.AreEqual("CONNECT chat.example.com:80 HTTP/1.1\r\nHost: chat.example.com:80\r\n\r\n", await received.ReadHeadAsync().Soon());

        await received.SendAsync("HTTP/1.1 200 OK\r\n\r\n");

        StringAssert.StartsWith(await received.ReadHeadAsync().Soon(), "GET / HTTP/1.1\r\nHost: chat.example.com\r\n");
    }

    [TestMethod]
    public async Task TLS_is_spoken_with_a_proxy_of_https()
    {
        await using TestProxy company = await TestProxy.StartAsync();
        company.Root.When(r => r.Host("shop.example.com")).Respond(j => j.Text("hello"));
        await using TestProxy proxy = await TestProxy.StartAsync(server: o => o with
        {
            AdditionalTrust = [company.Authority.GetCertificate()],
            Upstream = new UpstreamOptions { Proxy = UpstreamProxy.At($"https://{company.Session.Endpoint}") },
        });

        Assert.AreEqual("hello", await proxy.Client().GetStringAsync(new Uri("http://shop.example.com/")).Soon());
        Assert.AreEqual("hello", await proxy.Client().GetStringAsync(new Uri("https://shop.example.com/")).Soon());
    }

    [TestMethod]
    [DataRow("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "TO2421", "answered 407: it wants credentials, and none are given. Give user and password (Basic) in the proxy's address or by WithCredentials")]
    [DataRow("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nbody", "TO2422", "refused a connection to 'shop.example.com:443': it answered '403 Forbidden'. Let it through there, or list the host in UpstreamProxy.Except")]
    [DataRow("220 mail.example.com ESMTP\r\n\r\n", "TO2423", "did not answer CONNECT as a proxy does: InvalidResponse: it begins with '220 mail.example.com ESMTP', which is not a status line such as 'HTTP/1.1 200 OK'")]
    [DataRow("HTTP/1.1 200", "TO2423", "did not answer CONNECT as a proxy does: it closed the connection")]
    public async Task A_proxy_that_refuses_is_answered_for_with_the_reason(string answer, string code, string expected)
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await StartAsync($"http://{company.Authority}");
        Task<HttpResponseMessage> asked = proxy.Client().GetAsync(new Uri("https://shop.example.com/"));
        using RawConnection received = await company.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync(answer);
        received.EndSending();

        using HttpResponseMessage response = await asked.Soon();
        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual(
            $"{code}: https://shop.example.com did not answer GET https://shop.example.com/: the upstream proxy http://{company.Authority} {expected}\n",
            await response.Content.ReadAsStringAsync());
        Assert.AreEqual(ExchangeOutcome.Failed, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    [DataRow("1.1", "http")]
    [DataRow("1.1", "https")]
    [DataRow("2.0", "https")]
    public async Task A_proxy_that_is_not_there_is_told_from_an_origin_that_is_not(string version, string scheme)
    {
        using ClosedPort closed = new();
        string authority = closed.Authority;

        await using TestProxy proxy = await StartAsync($"http://{authority}");

        using HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(new Uri($"{scheme}://shop.example.com/")).Soon();

        Assert.AreEqual(
            $"TO2420: {scheme}://shop.example.com did not answer GET {scheme}://shop.example.com/: the upstream proxy http://{authority} could not be reached: Connection refused. The session reaches origins through it because of UpstreamOptions.Proxy\n",
            await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Loopback_is_reached_directly()
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await TestProxy.StartAsync(server: o => o with { Upstream = new UpstreamOptions { Proxy = UpstreamProxy.At($"http://{company.Authority}") } });
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");

        Assert.AreEqual("hello", await proxy.Client().GetStringAsync(origin.Address).Soon());
        Assert.IsFalse(company.HasPending);
    }

    [TestMethod]
    public async Task A_session_may_have_a_proxy_of_its_own()
    {
        using RawOrigin company = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Upstream = new UpstreamOptions { Proxy = UpstreamProxy.At(company.Authority) } });
        Task<HttpResponseMessage> asked = proxy.Client().GetAsync(new Uri("http://shop.example.com/"));
        using RawConnection received = await company.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        (await asked.Soon()).Dispose();

        await proxy.Session.DisposeAsync();

        // Its connections end with it.
        Assert.AreEqual("", await received.ReadToEndAsync().Soon());
    }

    private static Task<TestProxy> StartAsync(string company, string? tunnel = null) => TestProxy.StartAsync(
        server: o => o with { Upstream = new UpstreamOptions { Proxy = UpstreamProxy.At(company).IncludingLoopback() } },
        session: s => s with { Tunnel = tunnel is null ? [] : [tunnel] });
}
