using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Upstream;

[TestClass]
public sealed class Http1PoolTests
{
    private const string NoContent = "HTTP/1.1 204 No Content\r\n\r\n";

    [TestMethod]
    public async Task A_connection_that_ended_while_nobody_used_it_is_not_used()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        first.Dispose();

        Task<UpstreamResponse> next = direct.SendAsync("POST");
        RawConnection second = await direct.AcceptAsync();
        await second.ReadHeadAsync().Soon();
        await second.SendAsync(NoContent);

        await (await next.Soon()).DisposeAsync();
    }

    [TestMethod]
    public async Task A_connection_that_said_something_while_nobody_asked_is_not_used()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        await first.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled");

        Task<UpstreamResponse> next = direct.SendAsync();
        RawConnection second = await direct.AcceptAsync();
        await second.ReadHeadAsync().Soon();
        await second.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        Assert.AreEqual("hello", await DirectUpstream.ReadAsync(await next.Soon()).Soon());
    }

    // Both are in one packet, so that the socket does not tell of the second any more when the first is read.
    [TestMethod]
    [DataRow(5)]
    [DataRow(40_000)]
    public async Task A_connection_with_more_within_TLS_than_was_asked_for_is_not_used(int length)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        ServerCertificate issued = proxy.Authority.IssueServerCertificate([], [IPAddress.Loopback]);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem);
        using RawOrigin origin = new();
        HttpClient client = proxy.Client();
        Task<string> first = client.GetStringAsync(new Uri($"https://{origin.Authority}/first"));
        await using SslStream tls = await AcceptAsync();
        await tls.ReadExactlyAsync(new byte[1]).AsTask().Soon();

        await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}"));
        await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled"));
        await tls.FlushAsync();
        Assert.AreEqual(length, (await first.Soon()).Length);

        Task<string> second = client.GetStringAsync(new Uri($"https://{origin.Authority}/second"));
        await using SslStream other = await AcceptAsync();
        await other.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright"));
        await other.FlushAsync();
        Assert.AreEqual("right", await second.Soon());

        async Task<SslStream> AcceptAsync()
        {
            SslStream accepted = new(new BufferedStream((await origin.AcceptAsync().Soon()).Stream, 1024 * 1024));
            await accepted.AuthenticateAsServerAsync(certificate).Soon();
            return accepted;
        }
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("HEAD")]
    [DataRow("OPTIONS")]
    [DataRow("PUT")]
    [DataRow("DELETE")]
    public async Task A_request_that_may_be_repeated_is_when_its_old_connection_ends(string method)
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        Task<UpstreamResponse> next = direct.SendAsync(method);
        string asked = await first.ReadHeadAsync().Soon();
        first.Dispose();

        RawConnection second = await direct.AcceptAsync();
        Assert.AreEqual(asked, await second.ReadHeadAsync().Soon());
        await second.SendAsync(NoContent);

        await (await next.Soon()).DisposeAsync();
    }

    [TestMethod]
    public async Task A_request_that_may_not_be_repeated_is_not()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        Task<UpstreamResponse> next = direct.SendAsync("POST");
        await first.ReadHeadAsync().Soon();

        first.EndSending();

        Assert.AreEqual("ResponseEnded: the connection ended before a response", (await Assert.ThrowsExactlyAsync<UpstreamException>(() => next.Soon())).Message);
        Assert.IsFalse(direct.Origin.HasPending);
    }

    [TestMethod]
    public async Task A_request_whose_body_has_been_read_is_not_repeated()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        using MemoryStream body = new([65]);
        Task<UpstreamResponse> next = direct.SendAsync("PUT", body, headers: ("Content-Length", "1"));
        await first.ReadHeadAsync().Soon();

        first.Reset();

        StringAssert.StartsWith((await Assert.ThrowsExactlyAsync<UpstreamException>(() => next.Soon())).Message, "ResponseEnded: ");
        Assert.IsFalse(direct.Origin.HasPending);
    }

    [TestMethod]
    public async Task A_request_whose_body_has_not_been_read_is_repeated()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        using MemoryStream body = new([65]);
        Task<UpstreamResponse> next = direct.SendAsync("POST", body, headers: [("Expect", "100-continue"), ("Content-Length", "1")]);
        await first.ReadHeadAsync().Soon();
        first.EndSending();

        RawConnection second = await direct.AcceptAsync();
        StringAssert.StartsWith(await second.ReadHeadAsync().Soon(), "POST / HTTP/1.1\r\n");
        await second.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.AreEqual("A", await second.ReadAsync(1).Soon());
        await second.SendAsync(NoContent);

        await (await next.Soon()).DisposeAsync();
    }

    [TestMethod]
    [DataRow("H", DisplayName = "a part of a head")]
    [DataRow("HTTP/1.1 100 Continue\r\n\r\n", DisplayName = "an interim head")]
    public async Task A_request_that_has_been_answered_in_part_is_not_repeated(string part)
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        Task<UpstreamResponse> next = direct.SendAsync();
        await first.ReadHeadAsync().Soon();

        await first.SendAsync(part);
        first.EndSending();

        StringAssert.StartsWith((await Assert.ThrowsExactlyAsync<UpstreamException>(() => next.Soon())).Message, "ResponseEnded: ");
        Assert.IsFalse(direct.Origin.HasPending);
    }

    [TestMethod]
    public async Task A_connection_that_was_never_used_is_not_tried_again()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();

        received.EndSending();

        Assert.AreEqual("ResponseEnded: the connection ended before a response", (await Assert.ThrowsExactlyAsync<UpstreamException>(() => asked.Soon())).Message);
        Assert.IsFalse(direct.Origin.HasPending);
    }

    [TestMethod]
    public async Task A_connection_that_nobody_uses_is_closed_after_a_minute()
    {
        using DirectUpstream direct = new();
        RawConnection first = await UsedAsync(direct);
        direct.Clock.Advance(TimeSpan.FromSeconds(59));
        Task<string> end = first.ReadToEndAsync();
        Assert.IsFalse(end.IsCompleted);

        direct.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual("", await end.Soon());
    }

    [TestMethod]
    public async Task Requests_at_the_same_time_have_connections_of_their_own()
    {
        using DirectUpstream direct = new();
        (Task<UpstreamResponse> one, RawConnection first) = await direct.GetAsync();
        (Task<UpstreamResponse> other, RawConnection second) = await direct.GetAsync();

        await second.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
        await first.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");

        Assert.AreEqual("one", await DirectUpstream.ReadAsync(await one.Soon()).Soon());
        Assert.AreEqual("other", await DirectUpstream.ReadAsync(await other.Soon()).Soon());
    }

    // A connection that has served a request and waits for the next one.
    private static async Task<RawConnection> UsedAsync(DirectUpstream direct)
    {
        (Task<UpstreamResponse> asked, RawConnection received) = await direct.GetAsync();
        await received.SendAsync(NoContent);
        await (await asked.Soon()).DisposeAsync();
        return received;
    }
}
