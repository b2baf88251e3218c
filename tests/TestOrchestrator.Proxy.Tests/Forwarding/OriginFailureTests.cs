using System.Net;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class OriginFailureTests
{
    [TestMethod]
    public async Task An_origin_that_refuses_the_connection_is_answered_for_with_502()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using ClosedPort closed = new();
        string authority = closed.Authority;

        using HttpResponseMessage response = await proxy.Client().GetAsync(new Uri($"http://{authority}/x")).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual("failed", response.Headers.GetValues("X-TestOrchestrator").Single());
        Assert.AreEqual(
            $"TO2307: http://{authority} did not answer GET http://{authority}/x: ConnectionError: Connection refused\n",
            await response.Content.ReadAsStringAsync());
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Failed, exchange.Outcome);
        Assert.AreEqual("ConnectionError: Connection refused", exchange.Error);
    }

    [TestMethod]
    public async Task A_response_that_breaks_off_is_broken_for_the_client_too()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");
        RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        await client.ReadHeadAsync().Soon();
        Assert.AreEqual("half", await client.ReadAsync(4).Soon());

        received.Reset();

        Assert.AreEqual("[reset]", await client.ReadToEndAsync().Soon());
        RecordedExchange exchange = await proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Failed, exchange.Outcome);
        Assert.AreEqual("half", exchange.Response?.Text);
        StringAssert.StartsWith(exchange.Error, "the origin broke off its response: ");
    }

    [TestMethod]
    public async Task A_response_that_cannot_be_passed_on_is_answered_for_with_502()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nX-Good: 1\r\nX-Bad: a\u0001b\r\nContent-Length: 0\r\n\r\n");

        string head = await client.ReadHeadAsync().Soon();
        StringAssert.StartsWith(head, "HTTP/1.1 502 Bad Gateway\r\n");
        Assert.DoesNotContain("X-Good", head);
        Assert.AreEqual(ExchangeOutcome.Failed, proxy.Root.Exchanges.Single().Outcome);
        StringAssert.StartsWith(proxy.Root.Exchanges.Single().Error, "its response cannot be passed on: ");
    }

    [TestMethod]
    public async Task A_switch_of_protocols_that_nobody_asked_for_is_answered_for_with_502()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 502 Bad Gateway\r\n");
        Assert.AreEqual("it switched to another protocol without being asked", proxy.Root.Exchanges.Single().Error);
    }

    [TestMethod]
    public async Task A_client_that_goes_away_is_recorded_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        client.Reset();

        RecordedExchange exchange = await proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Aborted, exchange.Outcome);
        Assert.AreEqual("the client went away or the session ended before the response was complete", exchange.Error);
    }

    [TestMethod]
    public async Task A_client_that_breaks_off_its_body_is_recorded_so()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 10\r\n\r\nhalf");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        Assert.AreEqual("half", await received.ReadAsync(4).Soon());

        client.Reset();

        RecordedExchange exchange = await proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Aborted, exchange.Outcome);
        Assert.AreEqual("half", exchange.Request.Text);
    }

    [TestMethod]
    public async Task An_origin_that_nobody_trusts_is_answered_for_with_502()
    {
        using TestDirectory elsewhere = new();
        using CertificateAuthority stranger = CertificateAuthority.LoadOrCreate(elsewhere.Path);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("secret", stranger);

        using HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        StringAssert.StartsWith(proxy.Root.Exchanges.Single().Error, "SecureConnectionError: ");
    }

    [TestMethod]
    public async Task An_origin_whose_root_is_added_is_trusted()
    {
        using TestDirectory elsewhere = new();
        using CertificateAuthority stranger = CertificateAuthority.LoadOrCreate(elsewhere.Path);
        using X509Certificate2 root = stranger.GetCertificate();
        await using TestProxy proxy = await TestProxy.StartAsync(server: o => o with { AdditionalTrust = [root] });
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", stranger);

        Assert.AreEqual("hello", await proxy.Client().GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello", proxy.Authority);

        // The leaf is for 'localhost' and 127.0.0.1; sub.localhost is the same machine under another name.
        using HttpResponseMessage response = await proxy.Client().GetAsync(new Uri($"https://sub.localhost:{origin.Address.Port}/")).Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [TestMethod]
    [DataRow("205 Reset Content", "hello")]
    [DataRow("204 No Content", "")]
    public async Task What_an_origin_sends_along_with_a_status_that_has_no_content_is_left_out(string status, string body)
    {
        using RawOrigin origin = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync($"HTTP/1.1 {status}\r\nContent-Length: 5\r\nX-A: 1\r\n\r\n{body}");

        string answer = await client.ReadToEndAsync().Soon();
        StringAssert.StartsWith(answer, $"HTTP/1.1 {status}\r\n");
        Assert.DoesNotContain("Content-Length: 5", answer);
        StringAssert.Contains(answer, "X-A: 1\r\n");
        StringAssert.EndsWith(answer, "\r\n\r\n");
        Assert.AreEqual(ExchangeOutcome.Forwarded, proxy.Root.Exchanges.Single().Outcome);
    }
}
