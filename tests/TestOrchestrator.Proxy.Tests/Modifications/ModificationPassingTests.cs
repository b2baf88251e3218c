using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Modifications;

/// <summary>What is not changed, or cannot be, passes while it comes.</summary>
[TestClass]
public sealed class ModificationPassingTests
{
    [TestMethod]
    [DataRow("1.1", "text/plain", false)]
    [DataRow("2.0", "text/plain", false)]
    [DataRow("1.1", "text/event-stream", true)]
    [DataRow("2.0", "application/x-ndjson", true)]
    public async Task A_body_that_is_not_changed_streams(string version, string type, bool wantsJson)
    {
        Channel<string> pieces = Channel.CreateUnbounded<string>();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentType = type;
                await context.Response.Body.FlushAsync();
                await foreach (string next in pieces.Reader.ReadAllAsync(context.RequestAborted))
                {
                    await context.Response.WriteAsync($"{next}\n");
                    await context.Response.Body.FlushAsync();
                }
            },
            proxy.Authority);
        proxy.Root.When(r => r).Modify(response: r => wantsJson ? r.Json("$.a", 1).Header("X-New", "1") : r.Header("X-New", "1"));

        using HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(origin.Address, HttpCompletionOption.ResponseHeadersRead).Soon();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        foreach (string sent in new[] { "one", "two" })
        {
            await pieces.Writer.WriteAsync(sent);
            Assert.AreEqual(sent, await reader.ReadLineAsync().Soon());
        }

        pieces.Writer.Complete();
        Assert.AreEqual("", await reader.ReadToEndAsync().Soon());
        Assert.AreEqual(!wantsJson, response.Headers.Contains("X-New"));
        Assert.AreEqual(wantsJson ? "TO2315" : "", string.Join(' ', proxy.Root.Problems.Select(p => p.Code)));
        Assert.AreEqual(wantsJson ? null : "one\ntwo\n", proxy.Root.Exchanges.Single().OriginResponse?.Text);
    }

    [TestMethod]
    [DataRow("text/html", "{}", null, "TO2311: The mock ANY */** (scope 'session') did not modify the response to GET {0} as described: its content type is 'text/html', and JSON was to be changed. It passed unmodified.")]
    [DataRow(null, "text", null, "TO2311: The mock ANY */** (scope 'session') did not modify the response to GET {0} as described: its content type is not given, and JSON was to be changed. It passed unmodified.")]
    [DataRow("application/json", "[1]", null, "TO2312: The mock ANY */** (scope 'session') did not modify the response to GET {0} as described: its body is an array of length 1 and has no members, so that 'a' can be none of them. It passed unmodified.")]
    [DataRow("application/json", "{}", "zstd", "TO2316: The mock ANY */** (scope 'session') did not modify the response to GET {0} as described: its content coding 'zstd' cannot be undone; gzip, deflate and br can, of a body that is whole, undamaged and at most 16 MB long without it. It passed unmodified.")]
    [DataRow("application/json", "{}", "gzip", "TO2316: The mock ANY */** (scope 'session') did not modify the response to GET {0} as described: its content coding 'gzip' cannot be undone; gzip, deflate and br can, of a body that is whole, undamaged and at most 16 MB long without it. It passed unmodified.")]
    public async Task A_response_that_cannot_be_changed_passes_unmodified_and_says_why(string? type, string body, string? coding, string problem)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.ContentType = type;
            context.Response.Headers.ContentEncoding = coding;
            return context.Response.WriteAsync(body);
        });
        proxy.Root.When(r => r).Modify(response: r => r.JsonMember("a", 1).Status(500).Header("X-New", "1"));

        HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(body, await response.Content.ReadAsStringAsync());
        Assert.AreEqual(coding ?? "", string.Join(',', response.Content.Headers.ContentEncoding));
        Assert.IsFalse(response.Headers.Contains("X-New"));
        Assert.AreEqual(string.Format(System.Globalization.CultureInfo.InvariantCulture, problem, origin.Address), proxy.Root.Problems.Single().Message);
        Assert.IsNull(proxy.Root.Exchanges.Single().OriginResponse);
    }

    [TestMethod]
    public async Task JSON_without_a_content_type_is_told_by_its_first_character()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(" {\"a\":0}");
        proxy.Root.When(r => r).Modify(response: r => r.Json("$.a", 1));

        Assert.AreEqual(" {\"a\":1}", await proxy.Client().GetStringAsync(origin.Address).Soon());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_response_that_is_too_long_passes_whole(bool hasLength)
    {
        byte[] body = [.. Enumerable.Repeat((byte)' ', 11 * 1024 * 1024), (byte)'1'];
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = hasLength ? body.Length : null;
            await context.Response.Body.WriteAsync(body);
        });
        proxy.Root.When(r => r).Modify(response: r => r.Json("$", 2));

        byte[] received = await proxy.Client().GetByteArrayAsync(origin.Address).Soon();

        Assert.IsTrue(body.AsSpan().SequenceEqual(received));
        Assert.AreEqual("TO2314", proxy.Root.Problems.Single().Code);
    }

    [TestMethod]
    [DataRow(11, "TO2314")]
    [DataRow(17, "TO2316")]
    public async Task A_response_that_is_too_long_once_decoded_passes_as_it_was(int megabytes, string code)
    {
        using MemoryStream coded = new();
        using (GZipStream gzip = new(coded, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write([.. Enumerable.Repeat((byte)' ', megabytes * 1024 * 1024), (byte)'1']);
        }

        byte[] body = coded.ToArray();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(body);
        });
        proxy.Root.When(r => r).Modify(response: r => r.Json("$", 2));

        byte[] received = await proxy.Client().GetByteArrayAsync(origin.Address).Soon();

        Assert.IsTrue(body.AsSpan().SequenceEqual(received));
        Assert.AreEqual(code, proxy.Root.Problems.Single().Code);
    }

    [TestMethod]
    public async Task An_origin_that_breaks_off_a_body_that_is_held_did_not_answer()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r).Modify(response: r => r.Json("$", 2));
        Task<HttpResponseMessage> answer = proxy.Client().GetAsync(new Uri($"http://{origin.Authority}/"));
        RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();
        await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
        received.Reset();

        HttpResponseMessage response = await answer.Soon();

        Assert.AreEqual(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.StartsWith($"TO2307: http://{origin.Authority} did not answer GET http://{origin.Authority}/: it broke off its response: ", await response.Content.ReadAsStringAsync());
        Assert.AreEqual(ExchangeOutcome.Failed, proxy.Root.Exchanges.Single().Outcome);
        Assert.IsNotNull(proxy.Root.Exchanges.Single().Mock);
    }

    [TestMethod]
    public async Task A_request_whose_body_is_not_changed_streams()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r).Modify(request: r => r.Header("X-New", "1"));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 8\r\n\r\n1234");

        using RawConnection received = await origin.AcceptAsync().Soon();
        string head = await received.ReadHeadAsync().Soon();
        Assert.AreEqual("1234", await received.ReadAsync(4).Soon());
        await client.SendAsync("5678");
        Assert.AreEqual("5678", await received.ReadAsync(4).Soon());

        Assert.AreEqual($"POST / HTTP/1.1\r\nHost: {origin.Authority}\r\nContent-Length: 8\r\nX-New: 1\r\n\r\n", head);
        await received.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        await client.ReadHeadAsync().Soon();
        Assert.AreEqual("12345678", proxy.Root.Exchanges.Single().ForwardedRequest?.Text);
    }

    [TestMethod]
    public async Task A_WebSocket_handshake_is_changed_and_its_answer_is_not()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes($"{context.Request.Headers["X-New"]}{context.Request.QueryString}"), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        proxy.Root.When(r => r).Modify(request: r => r.Header("X-New", "1").Query("a", "2"), response: r => r.Status(500));
        using ClientWebSocket client = new();
        client.Options.Proxy = new WebProxy(proxy.Session.Address) { BypassProxyOnLocal = false };

        await client.ConnectAsync(new UriBuilder(origin.Address) { Scheme = "ws" }.Uri, CancellationToken.None).Soon();
        byte[] buffer = new byte[100];
        WebSocketReceiveResult received = await client.ReceiveAsync(buffer, CancellationToken.None).Soon();

        Assert.AreEqual("1?a=2", Encoding.UTF8.GetString(buffer, 0, received.Count));
        Assert.AreEqual("TO2315", proxy.Root.Problems.Single().Code);
        Assert.EndsWith("/?a=2", proxy.Root.Exchanges.Single().ForwardedRequest?.RawUrl!);
    }

    [TestMethod]
    public async Task A_request_is_changed_and_redirected()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(c => c.Response.WriteAsync($"{c.Request.Host} {c.Request.QueryString}"));
        proxy.Root.Redirect("api.example.com", origin.Address.Authority);
        proxy.Root.When(r => r.Host("api.example.com")).Modify(request: r => r.Query("a", "1"));

        Assert.AreEqual($"{origin.Address.Authority} ?a=1", await proxy.Client().GetStringAsync(new Uri("http://api.example.com/x")).Soon());
        Assert.AreEqual("http://api.example.com/x?a=1", proxy.Root.Exchanges.Single().ForwardedRequest?.RawUrl);
        Assert.AreEqual(origin.Address, proxy.Root.Exchanges.Single().RedirectedTo);
    }
}
