using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Hosts;

[TestClass]
public sealed class RedirectionTests
{
    [TestMethod]
    [DataRow("http://api.example.com:81/a%2Fb?x=%7e", false)]
    [DataRow("https://api.example.com/a%2Fb?x=%7e", false)]
    [DataRow("https://api.example.com/a%2Fb?x=%7e", true)]
    public async Task A_host_is_redirected_without_its_client_noticing(string url, bool preserveHost)
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Response.WriteAsync($"{c.Request.Scheme} {c.Request.Host} {c.Request.Headers["X-Raw"]}"));
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        Uri to = new($"http://127.0.0.1:{origin.Address.Port}");
        proxy.Root.Redirect("*.example.com", to.OriginalString, preserveHost);

        foreach (Version version in url.StartsWith("https", StringComparison.Ordinal) ? [HttpVersion.Version11, HttpVersion.Version20] : new[] { HttpVersion.Version11 })
        {
            string answer = await proxy.Client(version).GetStringAsync(new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })).Soon();
            Assert.AreEqual($"http {(preserveHost ? new Uri(url).Authority : to.Authority)} ", answer);
        }

        RecordedExchange exchange = proxy.Root.Exchanges[0];
        Assert.AreEqual(ExchangeOutcome.Forwarded, exchange.Outcome);
        Assert.AreEqual(url, exchange.Request.RawUrl);
        Assert.AreEqual(to, exchange.RedirectedTo);
    }

    [TestMethod]
    public async Task Path_and_query_stay_as_they_were_sent()
    {
        string? target = null;
        await using TestOrigin origin = await TestOrigin.StartAsync(c =>
        {
            target = c.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return Task.CompletedTask;
        });
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("api.example.com", $"127.0.0.1:{origin.Address.Port}");
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://api.example.com/a%2Fb/../%7ec?x=[1]&y=%7E HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n");
        await client.ReadToEndAsync().Soon();

        Assert.AreEqual("/a%2Fb/../%7ec?x=[1]&y=%7E", target);
    }

    [TestMethod]
    public async Task Https_is_redirected_to_https_whose_name_is_checked()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        await using TestOrigin origin = await TestOrigin.StartAsync("the origin", proxy.Authority);
        proxy.Root.Redirect("api.example.com", $"https://localhost:{origin.Address.Port}");
        proxy.Root.Redirect("other.example.com", $"https://localhost:{origin.Address.Port}", preserveHost: true);

        Assert.AreEqual("the origin", await proxy.Client().GetStringAsync(new Uri("https://api.example.com/")).Soon());
        HttpResponseMessage wrongName = await proxy.Client().GetAsync(new Uri("https://other.example.com/")).Soon();
        Assert.AreEqual(HttpStatusCode.BadGateway, wrongName.StatusCode);
        Assert.Contains("SecureConnectionError", await wrongName.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Mocks_go_by_what_was_asked_for_and_before_redirections()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync("the origin");
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("api.example.com", origin.Address.OriginalString);
        proxy.Root.When(r => r.Get("http://api.example.com/mocked")).Respond(j => j.Text("the mock"));

        Assert.AreEqual("the mock", await GetAsync(proxy, "http://api.example.com/mocked"));
        Assert.AreEqual("the origin", await GetAsync(proxy, "http://api.example.com/other"));
    }

    [TestMethod]
    public async Task Inner_scopes_then_longer_patterns_then_later_ones_come_first_until_they_end()
    {
        await using TestOrigin one = await TestOrigin.StartAsync("one");
        await using TestOrigin two = await TestOrigin.StartAsync("two");
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        proxy.Root.Redirect("api.example.com", one.Address.OriginalString);
        Redirection wide = proxy.Root.Redirect("*.example.com", two.Address.OriginalString);

        Assert.AreEqual("one", await GetAsync(proxy, "http://api.example.com/"));
        Assert.AreEqual("two", await GetAsync(proxy, "http://b.example.com/"));
        await using (ProxyScope test = proxy.Root.OpenScope("test"))
        {
            test.Redirect("*.example.com", one.Address.OriginalString);
            test.Redirect("*.example.com", two.Address.OriginalString);
            Assert.AreEqual("two", await GetAsync(proxy, "http://api.example.com/"));
        }

        Assert.AreEqual("one", await GetAsync(proxy, "http://api.example.com/"));
        wide.Remove();
        Assert.Contains("TO2301", await GetAsync(proxy, "http://b.example.com/"));
    }

    [TestMethod]
    [DataRow("ws")]
    [DataRow("wss")]
    public async Task WebSockets_are_redirected(string scheme)
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(async c =>
        {
            using WebSocket socket = await c.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        });
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.Redirect("live.example.com", origin.Address.OriginalString);
        using ClientWebSocket client = new();
        using SocketsHttpHandler handler = proxy.Handler();
        using HttpMessageInvoker invoker = new(handler);

        await client.ConnectAsync(new Uri($"{scheme}://live.example.com/feed"), invoker, CancellationToken.None).Soon();
        byte[] buffer = new byte[16];
        WebSocketReceiveResult received = await client.ReceiveAsync(buffer, CancellationToken.None).Soon();

        Assert.AreEqual("hello", System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [TestMethod]
    public async Task A_tunnel_is_connected_elsewhere()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Tunnel = ["mail.example.com"] });
        await using TestOrigin origin = await TestOrigin.StartAsync("the origin");
        proxy.Root.Redirect("mail.example.com", $"127.0.0.1:{origin.Address.Port}");
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("CONNECT mail.example.com:25 HTTP/1.1\r\n\r\n");
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        string answer = await client.ReadToEndAsync().Soon();

        Assert.Contains("the origin", answer);
        RecordedExchange tunnel = proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Tunneled, tunnel.Outcome);
        Assert.AreEqual($"tcp://127.0.0.1:{origin.Address.Port}/", tunnel.RedirectedTo?.ToString());
    }

    [TestMethod]
    [DataRow("ftp://x", "'ftp' is neither http nor https")]
    [DataRow("http://x/path", "it has a path or a query; those of the request are kept")]
    [DataRow("x:y", "'x:y' is not a host with a port or without one")]
    [DataRow("", "'' is not a host with a port or without one")]
    public async Task A_target_that_is_none_is_refused(string target, string problem)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        ProxyException refused = Assert.ThrowsExactly<ProxyException>(() => proxy.Root.Redirect("a", target));

        Assert.AreEqual($"TO2213: '{target}' is not where requests can be redirected to: {problem}. Write 'example.com', 'localhost:8080' or 'http://127.0.0.1:8080'.", refused.Message);
    }

    private static async Task<string> GetAsync(TestProxy proxy, string url) => await (await proxy.Client().GetAsync(new Uri(url)).Soon()).Content.ReadAsStringAsync();
}
