using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class ConnectTests
{
    [TestMethod]
    public async Task Plain_HTTP_within_CONNECT_is_seen()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Address.Authority);

        await client.SendAsync($"GET /path HTTP/1.1\r\nHost: {origin.Address.Authority}\r\nConnection: close\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "hello\r\n0\r\n\r\n");
        Assert.AreEqual(new Uri(origin.Address, "/path"), proxy.Root.Exchanges.Single().Request.Url);
    }

    [TestMethod]
    public async Task HTTP_2_without_TLS_within_CONNECT_is_seen()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync(context.Request.Protocol), protocols: HttpProtocols.Http2);
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, _) => (await RawConnection.ConnectThroughAsync(proxy.Session, origin.Address.Authority)).Stream,
        };
        using HttpClient client = new(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.AreEqual("HTTP/2", await client.GetStringAsync(origin.Address).Soon());
        Assert.AreEqual("HTTP/2", proxy.Root.Exchanges.Single().Request.Protocol);
        Assert.AreEqual(origin.Address, proxy.Root.Exchanges.Single().Request.Url);
    }

    [TestMethod]
    public async Task A_head_that_comes_byte_by_byte_is_understood()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        foreach (char character in "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
        {
            await client.SendAsync($"{character}");
        }

        Assert.AreEqual("HTTP/1.1 200 Connection Established\r\n\r\n", await client.ReadHeadAsync().Soon());
    }

    [TestMethod]
    [DataRow("CONNECT example.com:99999 HTTP/1.1", "'example.com:99999' is not a host with a port; it would be 'example.com:443' or '[::1]:443'")]
    [DataRow("CONNECT http://example.com/ HTTP/1.1", "'http://example.com/' is not a host with a port; it would be 'example.com:443' or '[::1]:443'")]
    [DataRow("CONNECT a..b:443 HTTP/1.1", "'a..b:443' is not a host with a port; it would be 'example.com:443' or '[::1]:443'")]
    [DataRow("CONNECT example.com:443", "'CONNECT example.com:443' is not a CONNECT request; it would be 'CONNECT host:port HTTP/1.1'")]
    public async Task A_head_that_is_wrong_is_refused_with_the_reason(string line, string reason)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"{line}\r\nHost: x\r\n\r\n");

        string text = $"TO2305: {reason}.\n";
        Assert.AreEqual(
            $"HTTP/1.1 400 Bad Request\r\nX-TestOrchestrator: refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}",
            await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    public async Task A_head_without_end_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"CONNECT example.com:443 HTTP/1.1\r\nX-Long: {new string('x', 16 * 1024)}");

        StringAssert.StartsWith(await client.ReadToEndAsync().Soon(), "HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }

    [TestMethod]
    public async Task A_head_that_does_not_go_on_is_refused()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("CONNECT example.com:443 HTTP/1.1\r\n");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(10)).Soon();

        Task<string> answer = client.ReadToEndAsync();
        while (!answer.IsCompleted)
        {
            // The first timer is that of the first line, the second that of the head.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        StringAssert.StartsWith(await answer, "HTTP/1.1 408 Request Timeout\r\n");
    }

    [TestMethod]
    public async Task A_second_request_cannot_be_CONNECT()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Text("1"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\nCONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");

        string answers = await client.ReadToEndAsync().Soon();
        StringAssert.Contains(answers, "HTTP/1.1 400 Bad Request\r\n");
        StringAssert.Contains(answers, "Connection: close\r\n");
        StringAssert.Contains(answers, "CONNECT must be the first request of its connection.");
    }

    [TestMethod]
    public async Task A_request_to_the_proxy_itself_is_refused_with_what_it_is()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using HttpClient direct = new();

        using HttpResponseMessage response = await direct.GetAsync(proxy.Session.Address).Soon();

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual(
            "TO2308: This is the proxy of session 'session', not a server. Give its address to a client as HTTP_PROXY and HTTPS_PROXY; CONNECT must be the first request of its connection.\n",
            await response.Content.ReadAsStringAsync());
        Assert.IsEmpty(proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task The_client_may_speak_TLS_to_the_proxy_itself()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", proxy.Authority);
        SocketsHttpHandler handler = proxy.Handler();
        handler.Proxy = new WebProxy($"https://{proxy.Session.Endpoint}") { BypassProxyOnLocal = false };
        using HttpClient client = new(handler);

        Assert.AreEqual("hello", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    [DataRow("127.0.0.9:443", "127.0.0.9")]
    [DataRow("[fd00:0::9]:443", "fd00::9")]
    public async Task A_server_without_a_name_is_shown_by_its_address(string authority, string address)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, authority);
        await using SslStream tls = new(client.Stream);
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = address;

        await tls.AuthenticateAsClientAsync(options).Soon();

        using X509Certificate2 shown = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
        X509SubjectAlternativeNameExtension names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.AreEqual(address, names.EnumerateIPAddresses().Single().ToString());
        Assert.IsEmpty(names.EnumerateDnsNames());
    }

    [TestMethod]
    public async Task A_handshake_that_comes_byte_by_byte_is_understood()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "example.com:443");
        await using SslStream tls = new(new DribblingStream(client.Stream));
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = "example.com";

        await tls.AuthenticateAsClientAsync(options).Soon();

        Assert.IsTrue(tls.IsAuthenticated);
    }

    [TestMethod]
    public async Task A_request_may_name_another_host_than_the_connection()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"{context.Request.Host}"));
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Address.Authority);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: shop.example.com:8080\r\nConnection: close\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "shop.example.com:8080\r\n0\r\n\r\n");
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(new Uri("http://shop.example.com:8080/"), exchange.Request.Url);
    }

    [TestMethod]
    public async Task A_client_that_closes_after_CONNECT_leaves_nothing_behind()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using (RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "example.com:443"))
        {
            client.EndSending();
            Assert.AreEqual("", await client.ReadToEndAsync().Soon());
        }

        Assert.IsEmpty(proxy.Root.Exchanges);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    // Sends each byte alone.
    private sealed class DribblingStream(NetworkStream inner) : DelegatingStream(inner)
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (int at = 0; at < buffer.Length; at++)
            {
                await Inner.WriteAsync(buffer.Slice(at, 1), cancellationToken);
            }
        }
    }
}
