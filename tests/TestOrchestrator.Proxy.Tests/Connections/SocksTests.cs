using System.Net;
using System.Net.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class SocksTests
{
    private const string NoAuthentication = "\u0005\u0001\0";
    private const string Established = "\u0005\0\0\u0001\0\0\0\0\0\0";

    [TestMethod]
    [DataRow("127.0.0.1", DisplayName = "IPv4")]
    [DataRow("::1", DisplayName = "IPv6")]
    [DataRow("shop.example.com", DisplayName = "a name")]
    public async Task A_plain_request_is_seen(string host)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host(host.Contains(':') ? $"[{host}]" : host)).Respond(j => j.Text("hello"));
        using RawConnection client = await ConnectAsync(proxy, host, 8080);

        await client.SendAsync($"GET /path HTTP/1.1\r\nHost: {(host.Contains(':') ? $"[{host}]" : host)}:8080\r\nConnection: close\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "hello");
        Assert.AreEqual(8080, proxy.Root.Exchanges.Single().Request.Url.Port);
        Assert.AreEqual("/path", proxy.Root.Exchanges.Single().Request.Url.AbsolutePath);
    }

    [TestMethod]
    public async Task TLS_is_opened()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", proxy.Authority);
        using RawConnection client = await ConnectAsync(proxy, "localhost", origin.Address.Port);
        await using SslStream tls = new(client.Stream);
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = "localhost";
        await tls.AuthenticateAsClientAsync(options).Soon();

        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost:{origin.Address.Port}\r\nConnection: close\r\n\r\n"));

        using StreamReader reader = new(tls);
        StringAssert.Contains(await reader.ReadToEndAsync().Soon(), "hello");
        Assert.AreEqual(new Uri($"https://localhost:{origin.Address.Port}/"), proxy.Root.Exchanges.Single().Request.Url);
    }

    [TestMethod]
    public async Task What_is_neither_TLS_nor_HTTP_is_tunneled()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await ConnectAsync(proxy, "127.0.0.1", origin.Port);

        await client.SendAsync("\u0001\u0002binary");

        using RawConnection received = await origin.AcceptAsync().Soon();
        Assert.AreEqual("\u0001\u0002binary", await received.ReadAsync(8).Soon());
        Assert.AreEqual("the client speaks neither TLS nor HTTP", proxy.Root.Exchanges.Single().Tunnel?.Reason);
    }

    [TestMethod]
    public async Task A_listed_host_is_relayed_and_heard_of_when_it_can_be_reached()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        using RawConnection client = await ConnectAsync(proxy, "127.0.0.1", origin.Port);
        using RawConnection received = await origin.AcceptAsync().Soon();

        await received.SendAsync("220 ready\r\n");

        Assert.AreEqual("220 ready\r\n", await client.ReadAsync(11).Soon());
    }

    [TestMethod]
    public async Task A_listed_host_that_refuses_is_told_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        using ClosedPort closed = new();
        int port = closed.Port;

        using RawConnection client = await GreetAsync(proxy);
        await client.SendAsync(Request("127.0.0.1", port));

        Assert.AreEqual("\u0005\u0005\0\u0001\0\0\0\0\0\0", await client.ReadToEndAsync().Soon());
        Assert.AreEqual($"'127.0.0.1:{port}' could not be reached: Connection refused", proxy.Root.Exchanges.Single().Error);
    }

    [TestMethod]
    public async Task A_listed_host_that_is_not_let_through_is_told_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly, s => s with { Tunnel = ["db.example.com"] });
        using RawConnection client = await GreetAsync(proxy);

        await client.SendAsync(Request("db.example.com", 5432));

        Assert.AreEqual("\u0005\u0002\0\u0001\0\0\0\0\0\0", await client.ReadToEndAsync().Soon());
        Assert.AreEqual("TO2302", proxy.Root.Problems.Single().Code);
    }

    [TestMethod]
    public async Task User_and_password_are_taken()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Host("h")).Respond(j => j.Text("hello"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("\u0005\u0002\0\u0002");
        Assert.AreEqual("\u0005\u0002", await client.ReadAsync(2).Soon());
        await client.SendAsync("\u0001\u0004user\u0006secret");
        Assert.AreEqual("\u0001\0", await client.ReadAsync(2).Soon());
        await client.SendAsync(Request("h", 80));
        Assert.AreEqual(Established, await client.ReadAsync(10).Soon());

        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "hello");
    }

    [TestMethod]
    [DataRow("\u0005\u0001\0", "\u0005\u00FF", "it does not offer user and password (2), which the session wants")]
    [DataRow("\u0005\u0001\u0002\u0001\u0004user\u0005wrong", "\u0005\u0002\u0001\u0001", "its user or its password is wrong")]
    public async Task A_session_with_credentials_is_not_to_be_had_without_them(string sent, string answer, string problem)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = new ProxyCredentials("user", "secret") });
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync(sent);

        Assert.AreEqual(answer, (await client.ReadToEndAsync().Soon()).Replace("[reset]", "", StringComparison.Ordinal));
        Assert.AreEqual($"TO2430: A SOCKS 5 client of session 'session' was refused: {problem}.", proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public async Task Sessions_that_share_a_port_are_told_apart_by_credentials()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Credentials = new ProxyCredentials("owner", "secret") });
        await using ProxySession guest = await proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "guest", SharedWith = proxy.Session, Credentials = new ProxyCredentials("user", "secret") });
        guest.Root.When(r => r.Host("h")).Respond(j => j.Text("guest"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync($"\u0005\u0001\u0002\u0001\u0004user\u0006secret{Request("h", 80)}");
        Assert.AreEqual($"\u0005\u0002\u0001\0{Established}", await client.ReadAsync(14).Soon());
        await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "guest");
        Assert.AreEqual(1, guest.Root.Count(r => r));
        Assert.AreEqual(0, proxy.Root.Count(r => r));
    }

    [TestMethod]
    public async Task A_blocked_host_is_not_connected_to()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Block = ["db.example.com"] });
        using RawConnection client = await GreetAsync(proxy);

        await client.SendAsync(Request("db.example.com", 5432));

        Assert.AreEqual("\u0005\u0002\0\u0001\0\0\0\0\0\0", await client.ReadToEndAsync().Soon());
        Assert.AreEqual(ExchangeOutcome.Blocked, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task A_greeting_and_a_request_that_come_byte_by_byte_are_understood()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        foreach (char one in NoAuthentication + Request("shop.example.com", 443))
        {
            await client.SendAsync($"{one}");
        }

        Assert.AreEqual("\u0005\0" + Established, await client.ReadAsync(12).Soon());
    }

    [TestMethod]
    [DataRow("\u0005\u0001\u0001", "\u0005\u00FF", "it does not offer no authentication (0) or user and password (2)")]
    [DataRow("\u0005\0", "\u0005\u00FF", "it does not offer no authentication (0) or user and password (2)")]
    [DataRow(NoAuthentication + "\u0005\u0002\0\u0001\u007F\0\0\u0001\0\u0050", "\u0005\0\u0005\u0007\0\u0001\0\0\0\0\0\0", "it asks for BIND; only CONNECT is served")]
    [DataRow(NoAuthentication + "\u0005\u0003\0\u0001\u007F\0\0\u0001\0\u0050", "\u0005\0\u0005\u0007\0\u0001\0\0\0\0\0\0", "it asks for UDP ASSOCIATE; only CONNECT is served")]
    [DataRow(NoAuthentication + "\u0005\u0001\0\u0002", "\u0005\0\u0005\u0008\0\u0001\0\0\0\0\0\0", "it names an address of type 2; there are 1 (IPv4), 3 (a name) and 4 (IPv6)")]
    [DataRow(NoAuthentication + "\u0004\u0001\0\u0001", "\u0005\0\u0005\u0001\0\u0001\0\0\0\0\0\0", "its request is of version 4, and its greeting was of version 5")]
    [DataRow(NoAuthentication + "\u0005\u0001\0\u0003\u0004a..b\0\u0050", "\u0005\0\u0005\u0001\0\u0001\0\0\0\0\0\0", "it asks for 'a..b', port 80; that is not a host with a port from 1 to 65535")]
    [DataRow(NoAuthentication + "\u0005\u0001\0\u0003\u0001a\0\0", "\u0005\0\u0005\u0001\0\u0001\0\0\0\0\0\0", "it asks for 'a', port 0; that is not a host with a port from 1 to 65535")]
    public async Task What_is_not_served_is_refused(string sent, string answer, string problem)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync(sent);

        string heard = await client.ReadToEndAsync().Soon();
        Assert.AreEqual(answer, heard.Replace("[reset]", "", StringComparison.Ordinal));
        Assert.AreEqual($"TO2430: A SOCKS 5 client of session 'session' was refused: {problem}.", proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public async Task A_client_that_does_not_go_on_is_refused()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync("\u0005");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(10)).Soon();

        Task<string> answer = client.ReadToEndAsync();
        while (!answer.IsCompleted)
        {
            // The first timer is that of the first bytes, the second that of the greeting.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.AreEqual("", await answer);
        Assert.AreEqual("TO2430: A SOCKS 5 client of session 'session' was refused: a message of its handshake was not complete after 10 s.", proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    [DataRow("http", "--socks5-hostname", "", DisplayName = "http, names asked by the proxy")]
    [DataRow("https", "--socks5-hostname", "", DisplayName = "https, names asked by the proxy")]
    [DataRow("https", "--socks5", "", DisplayName = "https, names asked by the client")]
    [DataRow("https", "--socks5-hostname", "user:secret@", DisplayName = "https, with credentials")]
    public async Task Curl_is_served(string scheme, string option, string credentials)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => context.Response.WriteAsync($"hello {context.Request.Host.Host}"), scheme == "https" ? proxy.Authority : null);
        string url = $"{scheme}://localhost:{origin.Address.Port}/";

        string output = await Curl.RunAsync(option, $"{credentials}{proxy.Session.Endpoint}", "--cacert", proxy.Authority.CertificatePath, url);

        Assert.AreEqual("hello localhost", output);
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Forwarded, exchange.Outcome);
        Assert.AreEqual(new Uri(url), exchange.Request.Url);
    }

    private static async Task<RawConnection> GreetAsync(TestProxy proxy)
    {
        RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync(NoAuthentication);
        Assert.AreEqual("\u0005\0", await client.ReadAsync(2).Soon());
        return client;
    }

    private static async Task<RawConnection> ConnectAsync(TestProxy proxy, string host, int port)
    {
        RawConnection client = await GreetAsync(proxy);
        await client.SendAsync(Request(host, port));
        Assert.AreEqual(Established, await client.ReadAsync(10).Soon());
        return client;
    }

    private static string Request(string host, int port)
    {
        string address = IPAddress.TryParse(host, out IPAddress? parsed)
            ? $"{(parsed.GetAddressBytes().Length == 4 ? '\u0001' : '\u0004')}{Encoding.Latin1.GetString(parsed.GetAddressBytes())}"
            : $"\u0003{(char)host.Length}{host}";
        return $"\u0005\u0001\0{address}{(char)(port >> 8)}{(char)(port & 0xFF)}";
    }
}
