using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Sessions;

[TestClass]
public sealed class SessionTests
{
    private static readonly Uri s_url = new("https://api.example.com/");

    [TestMethod]
    public async Task Two_sessions_see_nothing_of_each_other()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await using ProxySession other = await proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "other", Unmatched = UnmatchedRequests.Fail });
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        proxy.Root.OpenScope("test", trace).When(r => r).Respond(j => j.Text("one"));
        other.Root.When(r => r).Respond(j => j.Text("other"));

        // Even the trace of the one session's scope names nothing in the other.
        using HttpRequestMessage request = new(HttpMethod.Get, s_url);
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        Assert.AreEqual("other", await (await proxy.Client(session: other).SendAsync(request).Soon()).Content.ReadAsStringAsync());
        Assert.AreEqual("one", await proxy.Client().GetStringAsync(s_url).Soon());

        Assert.AreEqual("test", proxy.Root.Exchanges.Single().Scope);
        Assert.AreEqual("other", other.Root.Exchanges.Single().Scope);
        Assert.AreEqual(1, other.Root.Exchanges.Single().Number);
    }

    [TestMethod]
    public async Task A_suspended_session_is_a_proxy_that_is_down_and_knows_its_mocks_when_it_is_resumed()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        using ResponseGate gate = new();
        proxy.Root.When(r => r.Host("held")).Respond(j => j.HeldBy(gate));
        ProxyScope test = proxy.Root.OpenScope("test");
        test.When(r => r.Host("api.example.com")).Respond(j => j.Text("still there"));
        Task<string> held = proxy.Client().GetStringAsync(new Uri("http://held/"));
        await gate.WaitForHeldAsync(1).Soon();

        await proxy.Session.SuspendAsync();

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => held).Soon();
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => proxy.Client().GetStringAsync(s_url)).Soon();
        proxy.Session.Resume();
        Assert.AreEqual("still there", await proxy.Client().GetStringAsync(s_url).Soon());
        Assert.HasCount(2, proxy.Root.Exchanges);
    }

    [TestMethod]
    public async Task A_session_that_has_ended_cannot_be_resumed()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await proxy.Session.DisposeAsync();

        ProxyException error = Assert.ThrowsExactly<ProxyException>(proxy.Session.Resume);

        Assert.AreEqual("TO2004", error.Code);
    }

    [TestMethod]
    public async Task Ending_a_session_aborts_what_is_open_and_frees_the_port()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ResponseGate gate = new();
        using RawOrigin origin = new();
        proxy.Root.When(r => r.Host("held")).Respond(j => j.HeldBy(gate));
        proxy.Root.When(r => r.Host("late")).Respond(j => j.Delay(TimeSpan.FromHours(1)));
        using RawConnection held = await RawConnection.ConnectAsync(proxy.Session);
        await held.SendAsync("GET http://held/ HTTP/1.1\r\nHost: held\r\n\r\n");
        using RawConnection late = await RawConnection.ConnectAsync(proxy.Session);
        await late.SendAsync("GET http://late/ HTTP/1.1\r\nHost: late\r\n\r\n");
        using RawConnection forwarded = await RawConnection.ConnectAsync(proxy.Session);
        await forwarded.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection tunnel = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        await tunnel.SendAsync("\u0001");
        using RawConnection idle = await RawConnection.ConnectAsync(proxy.Session);
        await proxy.SeenAsync(4);
        await gate.WaitForHeldAsync(1);
        Task<string> over = proxy.Client().GetStringAsync(new Uri("https://late/"));
        await proxy.SeenAsync(5);

        await proxy.Session.DisposeAsync().AsTask().Soon();

        foreach (RawConnection connection in new[] { held, late, forwarded, tunnel, idle })
        {
            string end = await connection.ReadToEndAsync().Soon();
            Assert.IsTrue(end is "" or "[reset]", end);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => over.Soon());
        Assert.IsTrue(proxy.Root.Exchanges.All(e => e.IsComplete && e.Outcome is ExchangeOutcome.Aborted or ExchangeOutcome.Tunneled), string.Join('\n', proxy.Root.Exchanges));
        await using ProxySession again = await proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "again", Endpoint = proxy.Session.Endpoint });
        Assert.AreEqual(proxy.Session.Endpoint, again.Endpoint);
    }

    [TestMethod]
    public async Task Ending_twice_is_ending_once()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await proxy.Session.DisposeAsync();
        await proxy.Session.DisposeAsync();

        Assert.IsFalse(proxy.Root.IsOpen);
    }

    [TestMethod]
    public async Task Ending_the_server_ends_its_sessions_and_opens_no_more()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await proxy.Server.DisposeAsync();
        await proxy.Server.DisposeAsync();

        Assert.IsFalse(proxy.Root.IsOpen);
        ProxyException ended = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "late" }));
        Assert.AreEqual("TO2003: Session 'late' cannot be opened: the proxy server has been disposed.", ended.Message);
    }

    [TestMethod]
    public async Task A_session_listens_where_it_is_told()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Endpoint = new IPEndPoint(IPAddress.Parse("127.0.0.77"), 0) });

        Assert.AreEqual("127.0.0.77", proxy.Session.Endpoint.Address.ToString());
        Assert.AreEqual($"http://127.0.0.77:{proxy.Session.Endpoint.Port}/", proxy.Session.Address.ToString());
        Assert.AreEqual(HttpStatusCode.BadGateway, (await proxy.Client().GetAsync(s_url).Soon()).StatusCode);
    }

    [TestMethod]
    public async Task A_session_may_listen_on_IPv6()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6)
        {
            Assert.Inconclusive("This machine has no IPv6.");
        }

        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, s => s with { Endpoint = new IPEndPoint(IPAddress.IPv6Loopback, 0) });

        Assert.AreEqual($"http://[::1]:{proxy.Session.Endpoint.Port}/", proxy.Session.Address.ToString());
        Assert.AreEqual(HttpStatusCode.BadGateway, (await proxy.Client().GetAsync(s_url).Soon()).StatusCode);
    }

    [TestMethod]
    public async Task An_address_that_is_taken_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        ProxyException taken = await Assert.ThrowsExactlyAsync<ProxyException>(
            () => proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = "two", Endpoint = proxy.Session.Endpoint }));

        Assert.AreEqual($"TO2002: Session 'two' cannot listen on {proxy.Session.Endpoint}: Address already in use. Give another endpoint, or port 0 for a free port.", taken.Message);
    }

    [TestMethod]
    public async Task Everything_that_is_wrong_about_the_options_is_said_at_once()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        ProxySessionOptions wrong = new()
        {
            Name = "wrong",
            Endpoint = new IPEndPoint(IPAddress.Any, 8080),
            Tunnel = ["ok.example.com", "http://bad"],
            Limits = new ProxySessionLimits { MaxBodyBytes = -1, Quiet = TimeSpan.FromSeconds(-1) },
        };

        ProxyException refused = await Assert.ThrowsExactlyAsync<ProxyException>(() => proxy.Server.OpenSessionAsync(wrong));

        Assert.AreEqual("TO2001", refused.Code);
        Assert.AreEqual(
            "TO2001: Session 'wrong' cannot be opened: "
            + "Endpoint is 0.0.0.0:8080; the proxy hands out what it sees and sends what it is given, so without Credentials it listens on loopback addresses only (127.0.0.0/8 or ::1). "
            + "Tunnel holds 'http://bad': what follows the ':' is not a port from 1 to 65535; an IPv6 address is written in brackets. Write 'example.com', 'example.com:8443' or '*.example.com'. "
            + "Limits.MaxBodyBytes is -1; it is at least 0, which keeps no bodies. "
            + "Limits.Quiet is -00:00:01; it is not negative.",
            refused.Message);
    }

    [TestMethod]
    public async Task Sessions_come_and_go_while_others_work()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await using ProxySession session = await proxy.Server.OpenSessionAsync(new ProxySessionOptions { Name = $"s{i}" });
            session.Root.When(r => r).Respond(j => j.Text($"{i}"));
            Assert.AreEqual($"{i}", await proxy.Client(session: session).GetStringAsync(new Uri("http://h/")));
        })).Soon();
    }

    [TestMethod]
    public async Task Warming_up_leaves_no_trace()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        await proxy.Server.WarmUpAsync().Soon();

        Assert.IsEmpty(proxy.Root.Exchanges);
        Assert.AreSame(proxy.Authority, proxy.Server.CertificateAuthority);
    }
}
