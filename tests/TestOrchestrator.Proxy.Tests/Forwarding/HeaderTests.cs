using System.Net;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class HeaderTests
{
    [TestMethod]
    public async Task What_ends_at_the_proxy_is_not_sent_to_the_origin()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync(
            $"GET http://{origin.Authority}/a/%7e/../b%2Fc?x=[]|%zz HTTP/1.1\r\n"
            + $"Host: {origin.Authority}\r\n"
            + "Proxy-Authorization: Basic c2VjcmV0\r\n"
            + "Proxy-Connection: keep-alive\r\n"
            + "Connection: X-Private, Host, Content-Length\r\n"
            + "X-Private: 1\r\n"
            + "X-Public: 2\r\n"
            + "Keep-Alive: timeout=5\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"
            + "TE: gzip\r\n"
            + "\r\n");

        using RawConnection received = await origin.AcceptAsync().Soon();
        string head = await received.ReadHeadAsync().Soon();

        Assert.AreEqual($"GET /a/%7e/../b%2Fc?x=[]|%zz HTTP/1.1\r\nHost: {origin.Authority}\r\nX-Public: 2\r\n\r\n", head);
    }

    [TestMethod]
    public async Task What_ends_at_the_proxy_is_not_sent_to_the_client()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync(
            "HTTP/1.1 299 Quite OK\r\n"
            + "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n"
            + "Connection: X-Private\r\n"
            + "X-Private: 1\r\n"
            + "Keep-Alive: timeout=5\r\n"
            + "Proxy-Authenticate: Basic\r\n"
            + "X-Latin: gr\u00FC\u00DFe\r\n"
            + "Set-Cookie: a=1\r\n"
            + "Set-Cookie: b=2\r\n"
            + "Content-Length: 2\r\n\r\nok");

        string head = await client.ReadHeadAsync().Soon();
        Assert.AreEqual(
            "HTTP/1.1 299 Quite OK\r\n"
            + "Content-Length: 2\r\n"
            + "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n"
            + "Set-Cookie: a=1\r\n"
            + "Set-Cookie: b=2\r\n"
            + "X-Latin: gr\u00FC\u00DFe\r\n\r\n",
            head);
        CollectionAssert.AreEqual(new[] { "a=1", "b=2" }, proxy.Root.Exchanges.Single().Response?.Headers.GetValues("set-cookie").ToArray());
    }

    [TestMethod]
    public async Task A_content_coding_passes_untouched_and_is_undone_in_the_record()
    {
        byte[] compressed = Compress("{\"answer\":42}");
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(compressed);
        });

        byte[] received = await proxy.Client().GetByteArrayAsync(origin.Address);

        CollectionAssert.AreEqual(compressed, received);
        Assert.AreEqual(42, proxy.Root.Exchanges.Single().Response?.Json["answer"]?.GetValue<int>());
    }

    [TestMethod]
    public async Task The_answer_to_HEAD_keeps_its_length_and_has_no_body()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });
        using HttpRequestMessage request = new(HttpMethod.Head, origin.Address);

        using HttpResponseMessage response = await proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual(1234, response.Content.Headers.ContentLength);
        Assert.AreEqual("", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow(204)]
    [DataRow(304)]
    public async Task An_answer_without_a_body_passes(int status)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"1\"";
            return Task.CompletedTask;
        });

        using HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual(status, (int)response.StatusCode);
        Assert.AreEqual("\"1\"", response.Headers.ETag?.Tag);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 304 Not Modified\r\nDate: x\r\nContent-Length: 1234\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\nDate: x\r\n\r\n")]
    [DataRow("HTTP/1.1 204 No Content\r\nDate: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n")]
    [DataRow("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: x\r\n\r\n")]
    public async Task A_length_without_a_body_is_not_waited_for(string answer, string expected)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: h\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync(answer);

        Assert.AreEqual(expected, await client.ReadHeadAsync().Soon());
        Assert.IsTrue(proxy.Root.Exchanges.Single().IsComplete);
    }

    [TestMethod]
    public async Task Trailers_pass_over_HTTP_2()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.DeclareTrailer("grpc-status");
                await context.Response.WriteAsync("body");
                context.Response.AppendTrailer("grpc-status", context.Request.Headers.TE.ToString());
            },
            proxy.Authority);
        using HttpRequestMessage request = new(HttpMethod.Get, origin.Address) { Version = HttpVersion.Version20, Headers = { TE = { new("trailers") } } };

        using HttpResponseMessage response = await proxy.Client().SendAsync(request).Soon();

        Assert.AreEqual("body", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("trailers", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [TestMethod]
    public async Task An_origin_is_asked_before_the_body_is_sent_when_the_client_wants_that()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"POST http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        StringAssert.Contains(await received.ReadHeadAsync().Soon(), "Expect: 100-continue");

        await received.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        Assert.AreEqual("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadHeadAsync().Soon());
        await client.SendAsync("body");

        Assert.AreEqual("body", await received.ReadAsync(4).Soon());
    }

    private static byte[] Compress(string text)
    {
        using MemoryStream compressed = new();
        using (System.IO.Compression.GZipStream gzip = new(compressed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
