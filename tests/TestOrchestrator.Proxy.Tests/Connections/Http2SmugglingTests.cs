using System.Text;
using Fuzz.Inputs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Connections;

[TestClass]
public sealed class Http2SmugglingTests
{
    private const int Data = 0;
    private const int Headers = 1;
    private const int Reset = 3;
    private const int GoAway = 7;
    private const int EndStream = 1;
    private const int EndHeaders = 4;

    // The index of ':status: 400' in the static table (RFC 7541, appendix A), as an indexed field.
    private const byte Status400 = 0x8c;

    [TestMethod]
    [DataRow("x-a", "1\r\nTransfer-Encoding: chunked", DisplayName = "CR LF in a value")]
    [DataRow("x-a", "1\nX: 2", DisplayName = "LF in a value")]
    [DataRow("x-a", "1\rX: 2", DisplayName = "CR in a value")]
    [DataRow("x-a", "1\02", DisplayName = "a zero byte in a value")]
    [DataRow("x\r\ny", "1", DisplayName = "CR LF in a name")]
    [DataRow("x y", "1", DisplayName = "a blank in a name")]
    [DataRow("x:y", "1", DisplayName = "a colon in a name")]
    [DataRow("X-Upper", "1", DisplayName = "capitals in a name")]
    [DataRow("", "1", DisplayName = "no name")]
    [DataRow("transfer-encoding", "chunked", DisplayName = "a transfer coding")]
    [DataRow("connection", "close", DisplayName = "a header of the connection")]
    [DataRow("content-length", "5", DisplayName = "a length of what does not come")]
    [DataRow(":path", "/other", DisplayName = "two paths")]
    [DataRow(":x", "1", DisplayName = "a pseudo-header that is none")]
    public async Task A_request_that_would_be_another_in_HTTP1_is_refused(string name, string value)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await ConnectAsync(proxy);

        await SendAsync(client, Http2Grammar.Frame(Headers, EndStream | EndHeaders, 1, [.. Request("/"), .. Http2Grammar.Literal(name, value)]));

        await AssertRefusedAsync(client);
        Assert.IsFalse(proxy.Root.Exchanges.Any(e => e.Outcome is ExchangeOutcome.Mocked or ExchangeOutcome.Forwarded));
    }

    [TestMethod]
    [DataRow("/a\r\nX: 1", DisplayName = "CR LF")]
    [DataRow("/a HTTP/1.1\r\nX: 1", DisplayName = "the rest of a request line")]
    [DataRow("", DisplayName = "nothing")]
    public async Task A_path_that_would_end_the_request_line_is_refused(string path)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await ConnectAsync(proxy);

        await SendAsync(client, Http2Grammar.Frame(Headers, EndStream | EndHeaders, 1, Request(path)));

        await AssertRefusedAsync(client);
        Assert.IsFalse(proxy.Root.Exchanges.Any(e => e.Outcome is ExchangeOutcome.Mocked or ExchangeOutcome.Forwarded));
    }

    [TestMethod]
    public async Task A_body_longer_than_its_length_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j.Text("answered"));
        using RawConnection client = await ConnectAsync(proxy);

        await SendAsync(
            client,
            [
                .. Http2Grammar.Frame(Headers, EndHeaders, 1, [.. Request("/", "POST"), .. Http2Grammar.Literal("content-length", "1")]),
                .. Http2Grammar.Frame(Data, EndStream, 1, "abcde"u8.ToArray()),
            ]);

        await AssertRefusedAsync(client);
        Assert.IsFalse(proxy.Root.Exchanges.Any(e => e.Outcome is ExchangeOutcome.Mocked or ExchangeOutcome.Forwarded));
    }

    [TestMethod]
    public async Task What_goes_on_in_HTTP1_is_one_request()
    {
        TaskCompletionSource<string> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                using StreamReader body = new(context.Request.Body);
                string text = await body.ReadToEndAsync();
                string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
                received.TrySetResult($"{context.Request.Protocol} {context.Request.Method} {raw} {context.Request.Host} {context.Request.Headers["x-a"]} {text}");
            },
            proxy.Authority,
            HttpProtocols.Http1);
        proxy.Root.Redirect("origin.test", $"https://127.0.0.1:{origin.Address.Port}", preserveHost: true);
        using RawConnection client = await ConnectAsync(proxy);

        await SendAsync(
            client,
            [
                .. Http2Grammar.Frame(Headers, EndHeaders, 1, [.. Request("/a%0d%0aX:%201", "POST"), .. Http2Grammar.Literal("x-a", "1")]),
                .. Http2Grammar.Frame(Data, EndStream, 1, "GET /smuggled HTTP/1.1\r\n\r\n"u8.ToArray()),
            ]);

        Assert.AreEqual("HTTP/1.1 POST /a%0d%0aX:%201 origin.test 1 GET /smuggled HTTP/1.1\r\n\r\n", await received.Task.Soon());
        Assert.AreEqual("http://origin.test/a%0d%0aX:%201", proxy.Root.Exchanges.Single().Request.RawUrl);
    }

    private static async Task<RawConnection> ConnectAsync(TestProxy proxy)
    {
        RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, "origin.test:80");
        await SendAsync(client, [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Http2Grammar.Frame(4, 0, 0, [])]);
        return client;
    }

    private static byte[] Request(string path, string method = "GET") =>
    [
        .. Http2Grammar.Literal(":method", method),
        .. Http2Grammar.Literal(":scheme", "http"),
        .. Http2Grammar.Literal(":path", path),
        .. Http2Grammar.Literal(":authority", "origin.test"),
    ];

    private static Task SendAsync(RawConnection client, byte[] frames) => client.SendAsync(Encoding.Latin1.GetString(frames));

    private static async Task AssertRefusedAsync(RawConnection client)
    {
        while (true)
        {
            string head = await client.ReadAsync(9).Soon();
            string content = await client.ReadAsync((head[0] << 16) | (head[1] << 8) | head[2]).Soon();
            switch ((int)head[3])
            {
                case Reset or GoAway:
                    return;
                case Headers:
                    Assert.AreEqual(Status400, (byte)content[0]);
                    return;
                default:
                    continue;
            }
        }
    }
}
