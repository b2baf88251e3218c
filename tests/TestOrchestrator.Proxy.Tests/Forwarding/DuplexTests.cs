using System.Net;
using System.Security.Cryptography;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class DuplexTests
{
    private const int Megabyte = 1024 * 1024;

    // More than all buffers between hold: whoever sends everything before reading anything waits for ever.
    [TestMethod]
    [DataRow(false, DisplayName = "http")]
    [DataRow(true, DisplayName = "https")]
    public async Task An_echo_of_20_megabytes_passes_over_HTTP_1(bool secure)
    {
        const int Length = 20 * Megabyte;
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentLength = context.Request.ContentLength;
                await context.Request.Body.CopyToAsync(context.Response.Body);
            },
            secure ? proxy.Authority : null);
        byte[] sent = RandomNumberGenerator.GetBytes(Length);
        using EchoClient client = await EchoClient.ConnectAsync(proxy, origin.Address);
        byte[] received = new byte[Length];

        Task sending = client.SendAsync($"POST {client.Target} HTTP/1.1\r\nHost: {origin.Address.Authority}\r\nContent-Length: {Length}\r\n\r\n", sent);
        await client.ReadHeadAsync().Soon();
        await client.Stream.ReadExactlyAsync(received).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        await sending.Soon();
        CollectionAssert.AreEqual(SHA256.HashData(sent), SHA256.HashData(received));
        Assert.AreEqual(ExchangeOutcome.Forwarded, proxy.Root.Exchanges.Single().Outcome);
    }

    [TestMethod]
    public async Task Both_directions_flow_at_once_over_HTTP_1()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.ReadHeadAsync().Soon();

        foreach (string chunk in new[] { "4\r\nping\r\n", "4\r\npong\r\n" })
        {
            await client.SendAsync(chunk);
            Assert.AreEqual(chunk, await received.ReadAsync(chunk.Length).Soon());
            await received.SendAsync(chunk);
            Assert.AreEqual(chunk, await client.ReadAsync(chunk.Length).Soon());
        }

        await client.SendAsync("0\r\n\r\n");
        Assert.AreEqual("0\r\n\r\n", await received.ReadAsync(5).Soon());
        await received.SendAsync("0\r\n\r\n");
        Assert.AreEqual("0\r\n\r\n", await client.ReadAsync(5).Soon());
        Assert.AreEqual("pingpong", proxy.Root.Exchanges.Single().Request.Text);
        Assert.AreEqual("pingpong", proxy.Root.Exchanges.Single().Response?.Text);
    }

    [TestMethod]
    [DataRow("Content-Length: 5\r\n\r\nhello", "hello", DisplayName = "with a length")]
    [DataRow("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", DisplayName = "in chunks")]
    public async Task An_origin_that_has_answered_is_still_asked_in_full(string answer, string expected)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync($"HTTP/1.1 202 Accepted\r\n{answer}");

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 202 Accepted\r\n");
        Assert.AreEqual(expected, await client.ReadAsync(expected.Length).Soon());
        await client.SendAsync("done");
        Assert.AreEqual("halfdone", await received.ReadAsync(8).Soon());

        // The next request goes the same way, on both connections.
        await client.SendAsync($"GET http://{origin.Authority}/next HTTP/1.1\r\nHost: h\r\n\r\n");
        StringAssert.StartsWith(await received.ReadHeadAsync().Soon(), "GET /next HTTP/1.1\r\n");
        Assert.AreEqual("halfdone", proxy.Root.Exchanges[0].Request.Text);
    }

    [TestMethod]
    public async Task An_origin_that_refuses_a_request_and_ends_is_heard_before_the_request_ends()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        received.EndSending();

        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 413 Content Too Large\r\n");
        Assert.AreEqual(ExchangeOutcome.Forwarded, (await proxy.Root.WaitForAsync(r => r)).Outcome);
    }

    [TestMethod]
    public async Task Trailers_of_a_request_reach_the_origin()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();

        StringAssert.Contains(await received.ReadHeadAsync().Soon(), "Trailer: X-Sum\r\n");
        Assert.AreEqual("4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n", await received.ReadHeadAsync().Soon());
    }

    [TestMethod]
    public async Task A_response_that_can_be_read_in_two_ways_is_answered_for_with_502()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        Task<HttpResponseMessage> asked = proxy.Client().GetAsync(new Uri($"http://{origin.Authority}/"));
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        using HttpResponseMessage response = await asked.Soon();
        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.AreEqual(
            $"TO2307: http://{origin.Authority} did not answer GET http://{origin.Authority}/: InvalidResponse: it has both a Transfer-Encoding and a Content-Length (5), and readers differ in which one counts\n",
            await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_body_that_breaks_the_rules_is_broken_for_the_client_too()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n");

        StringAssert.EndsWith(await client.ReadToEndAsync().Soon(), "[reset]");
        Assert.AreEqual("InvalidResponse: 'zz' is not the size of a chunk; it would be up to 15 hexadecimal digits", (await proxy.Root.WaitForAsync(r => r)).Error);
    }
}
