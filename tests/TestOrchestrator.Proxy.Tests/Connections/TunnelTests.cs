using System.Net.Security;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class TunnelTests
{
    [TestMethod]
    public async Task A_listed_host_is_relayed_unread_and_counted()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        RawConnection received = await origin.AcceptAsync().Soon();
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        Assert.AreEqual("GET / HTTP/1.1\r\n\r\n", await received.ReadHeadAsync().Soon());
        await received.SendAsync("answer");
        Assert.AreEqual("answer", await client.ReadAsync(6).Soon());

        RecordedExchange open = await proxy.Root.WaitForAsync(r => r.Host("127.0.0.1"));
        Assert.IsFalse(open.IsComplete);
        client.EndSending();
        Assert.AreEqual("", await received.ReadToEndAsync().Soon());
        received.Dispose();
        Assert.AreEqual("", await client.ReadToEndAsync().Soon());
        client.Dispose();

        await proxy.Session.DisposeAsync();
        RecordedExchange tunnel = proxy.Root.Exchanges.Single();
        Assert.AreEqual($"#1 CONNECT tcp://{origin.Authority}/ -> tunnel", tunnel.ToString());
        Assert.AreEqual(ExchangeOutcome.Tunneled, tunnel.Outcome);
        Assert.AreEqual(new RecordedTunnel { Reason = "the host is listed in Tunnel", BytesSent = 18, BytesReceived = 6 }, tunnel.Tunnel);
        Assert.IsNull(tunnel.Error);
        Assert.IsNull(tunnel.Response);
    }

    [TestMethod]
    public async Task A_client_that_has_said_its_last_word_still_hears_the_answer()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        using RawConnection received = await origin.AcceptAsync().Soon();
        await client.SendAsync("question");
        client.EndSending();
        Assert.AreEqual("question", await received.ReadToEndAsync().Soon());

        await received.SendAsync("answer");
        received.EndSending();

        Assert.AreEqual("answer", await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    public async Task The_client_of_a_tunnel_sees_the_origins_own_certificate()
    {
        using TestDirectory elsewhere = new();
        using CertificateAuthority stranger = CertificateAuthority.LoadOrCreate(elsewhere.Path);
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", stranger);
        SocketsHttpHandler handler = proxy.Handler();
        handler.SslOptions = TestProxy.TrustIn(stranger);
        using HttpClient client = new(handler);

        Assert.AreEqual("hello", await client.GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task A_client_that_waits_for_the_server_to_speak_is_tunneled()
    {
        ManualTimeProvider clock = new();
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits() }, clock: clock);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await clock.TimerArmedAsync(TimeSpan.FromMilliseconds(300)).Soon();

        clock.Advance(TimeSpan.FromMilliseconds(300));

        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.SendAsync("220 mail.example.com ESMTP\r\n");
        Assert.AreEqual("220 mail.example.com ESMTP\r\n", await client.ReadAsync(28).Soon());
        await client.SendAsync("EHLO");
        Assert.AreEqual("EHLO", await received.ReadAsync(4).Soon());
        Assert.AreEqual("the client waits for the server to speak first", proxy.Root.Exchanges.Single().Tunnel?.Reason);
    }

    [TestMethod]
    public async Task A_client_that_is_slow_to_begin_is_not_tunneled_as_long_as_the_server_is_silent_too()
    {
        ManualTimeProvider clock = new();
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits() }, clock: clock);
        proxy.Root.When(r => r).Respond(j => j.Status(204));
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await clock.TimerArmedAsync(TimeSpan.FromMilliseconds(300)).Soon();
        clock.Advance(TimeSpan.FromMilliseconds(300));
        using RawConnection asked = await origin.AcceptAsync().Soon();

        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 204 No Content\r\n");
        Assert.IsNull(proxy.Root.Exchanges.Single().Tunnel);
    }

    [TestMethod]
    [DataRow(UnmatchedRequests.Forward, "api.example.com:443", DisplayName = "it is about to speak TLS")]
    [DataRow(UnmatchedRequests.LoopbackOnly, "api.example.com:8443", DisplayName = "it would not be let through")]
    public async Task A_client_that_is_slow_to_begin_is_not_tunneled_where(UnmatchedRequests unmatched, string authority)
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(unmatched, clock: clock);
        proxy.Root.When(r => r.Host("api.example.com")).Respond(j => j.Status(204));
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, authority);
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(10)).Soon();

        clock.Advance(TimeSpan.FromSeconds(9));

        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {authority}\r\n\r\n");
        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 204 No Content\r\n");
    }

    [TestMethod]
    public async Task A_word_that_was_begun_before_the_tunnel_is_not_lost()
    {
        ManualTimeProvider clock = new();
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits() }, clock: clock);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await client.SendAsync("PING");
        await clock.TimerArmedAsync(TimeSpan.FromMilliseconds(300)).Soon();

        clock.Advance(TimeSpan.FromMilliseconds(300));

        using RawConnection received = await origin.AcceptAsync().Soon();
        await client.SendAsync("\r\n");
        Assert.AreEqual("PING\r\n", await ReadPingAsync(received, origin).Soon());
    }

    // If the proxy had not read the word when its patience ended, this connection only asked whether the server speaks first.
    private static async Task<string> ReadPingAsync(RawConnection received, RawOrigin origin)
    {
        try
        {
            return await received.ReadAsync(6);
        }
        catch (IOException)
        {
            using RawConnection next = await origin.AcceptAsync();
            return await next.ReadAsync(6);
        }
    }

    [TestMethod]
    [DataRow("\u0001\u0002binary", DisplayName = "binary")]
    [DataRow("EHLO mail.example.com\r\n", DisplayName = "a line of another protocol")]
    [DataRow("SSH-2.0-OpenSSH_9.2 comment\r\n", DisplayName = "SSH")]
    public async Task A_client_that_speaks_something_else_is_tunneled(string words)
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);

        await client.SendAsync(words);

        using RawConnection received = await origin.AcceptAsync().Soon();
        Assert.AreEqual(words, await received.ReadAsync(words.Length).Soon());
        Assert.AreEqual("the client speaks neither TLS nor HTTP", proxy.Root.Exchanges.Single().Tunnel?.Reason);
    }

    [TestMethod]
    public async Task TLS_that_carries_another_protocol_is_tunneled()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await using SslStream tls = new(client.Stream);
        Task handshake = tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "h", ApplicationProtocols = [new("mqtt")] });

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.AreEqual("\u0016", await received.ReadAsync(1).Soon());
        Assert.AreEqual("its TLS carries 'mqtt', not HTTP", proxy.Root.Exchanges.Single().Tunnel?.Reason);
        client.Dispose();
        await Assert.ThrowsAsync<Exception>(() => handshake);
    }

    [TestMethod]
    public async Task A_server_name_that_is_listed_is_tunneled()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["*.example.com"] });
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await using SslStream tls = new(client.Stream);
        Task handshake = tls.AuthenticateAsClientAsync("db.example.com");

        using RawConnection received = await origin.AcceptAsync().Soon();

        Assert.AreEqual("the server name 'db.example.com' is listed in Tunnel", (await proxy.Root.WaitForAsync(r => r.Host("127.0.0.1"))).Tunnel?.Reason);
        client.Dispose();
        await Assert.ThrowsAsync<Exception>(() => handshake);
    }

    [TestMethod]
    public async Task A_listed_host_that_cannot_be_reached_is_answered_for()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        using ClosedPort closed = new();
        string authority = closed.Authority;

        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");

        string text = $"TO2309: '{authority}' could not be reached: Connection refused\n";
        Assert.AreEqual(
            $"HTTP/1.1 502 Bad Gateway\r\nX-TestOrchestrator: failed\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}",
            await client.ReadToEndAsync().Soon());
        Assert.AreEqual(ExchangeOutcome.Failed, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task A_listed_host_elsewhere_is_refused_where_only_loopback_is_let_through()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly, s => s with { Tunnel = ["db.example.com"] });
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);

        await client.SendAsync("CONNECT db.example.com:443 HTTP/1.1\r\nHost: db.example.com:443\r\n\r\n");

        const string Message = """
            TO2302: A tunnel to 'db.example.com:443' was refused: session 'session' lets through loopback targets only (UnmatchedRequests.LoopbackOnly).
            It would be a tunnel because the host is listed in Tunnel.
            To let it through, open the session with UnmatchedRequests.Forward.
            """;
        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), $"X-TestOrchestrator: unmatched\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {Message.Length + 1}\r\nConnection: close\r\n\r\n{Message}\n");
        Assert.AreEqual(Message, proxy.Root.Problems.Single().Message);
        Assert.AreEqual(ExchangeOutcome.Unmatched, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task A_tunnel_that_nobody_asked_for_is_refused_where_nothing_unmatched_is_let_through()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);

        await client.SendAsync("\u0001\u0002binary");

        Assert.AreEqual("[reset]", await client.ReadToEndAsync().Soon());
        Assert.IsFalse(origin.HasPending);
        Assert.AreEqual($"""
            TO2302: A tunnel to '{origin.Authority}' was refused: session 'session' lets through nothing that is not mocked or listed in Tunnel (UnmatchedRequests.Fail).
            It would be a tunnel because the client speaks neither TLS nor HTTP.
            To let it through, open the session with UnmatchedRequests.Forward or list the host in Tunnel.
            """, proxy.Root.Problems.Single().Message);
    }

    [TestMethod]
    public async Task A_listed_host_is_let_through_where_nothing_unmatched_is()
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Tunnel = ["127.0.0.1"] });

        using RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority).Soon();

        using RawConnection received = await origin.AcceptAsync().Soon();
        Assert.IsEmpty(proxy.Root.Problems);
    }
}
