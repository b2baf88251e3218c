using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Modifications;

[TestClass]
public sealed class ResponseFlowModificationTests
{
    private const string Real = "{ \"price\": 1.10, \"at\": \"2024-01-01T03:04:05+03:00\", \"n\": 1E5 }";
    private const string Changed = "{ \"price\": 2, \"at\": \"2024-01-01T03:04:05+03:00\", \"n\": 1E5 }";

    [TestMethod]
    [DataRow("1.1", null)]
    [DataRow("2.0", null)]
    [DataRow("1.1", "gzip")]
    [DataRow("2.0", "br")]
    [DataRow("1.1", "deflate")]
    public async Task The_real_response_is_changed(string version, string? coding)
    {
        byte[] body = Coded(Real, coding);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.Headers.ContentEncoding = coding;
                context.Response.Headers["Repr-Digest"] = "sha-256=:x:";
                context.Response.Headers["X-Old"] = "1";
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body);
            },
            proxy.Authority);
        proxy.Root.When(r => r.Get("/price")).Modify(response: r => r.Json("$.price", 2).Header("X-New", "1").RemoveHeader("X-Old").Status(HttpStatusCode.Accepted));

        HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(new Uri(origin.Address, "/price")).Soon();

        Assert.AreEqual(Changed, await response.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
        Assert.AreEqual(Changed.Length, response.Content.Headers.ContentLength);
        Assert.IsEmpty(response.Content.Headers.ContentEncoding);
        Assert.IsFalse(response.Headers.Contains("Repr-Digest"));
        Assert.IsFalse(response.Headers.Contains("X-Old"));
        Assert.IsTrue(response.Headers.Contains("X-New"));
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual(Changed, exchange.Response?.Text);
        Assert.AreEqual(202, exchange.Response?.Status);
        Assert.AreEqual(Real, exchange.OriginResponse?.Text);
        Assert.AreEqual(200, exchange.OriginResponse?.Status);
        Assert.AreEqual("1", exchange.OriginResponse?.Headers["X-Old"]);
        CollectionAssert.AreEqual(body, exchange.OriginResponse?.Body.ToArray());
        Assert.IsNull(exchange.ForwardedRequest);
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task A_request_whose_response_will_be_changed_asks_for_all_of_it_in_a_known_coding()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r.Path("/json")).Modify(response: r => r.Json("$.a", 1));
        proxy.Root.When(r => r.Path("/none")).Modify(response: r => r.Json("$.a", 1));
        proxy.Root.When(r => r.Path("/header")).Modify(response: r => r.Header("X", "1"));

        Assert.AreEqual("Accept-Encoding: br;q=1, gzip\r\n", await ForwardedAsync("/json", "Accept-Encoding: zstd, br;q=1, gzip, *;q=0\r\nIf-None-Match: \"x\"\r\nIf-Modified-Since: x\r\nRange: bytes=0-1\r\nIf-Range: \"x\"\r\n"));
        Assert.AreEqual("Accept-Encoding: identity\r\n", await ForwardedAsync("/none", "Accept-Encoding: zstd\r\n"));
        Assert.AreEqual("Accept-Encoding: zstd,br\r\n", await ForwardedAsync("/header", "Accept-Encoding: zstd,br\r\nIf-None-Match: \"x\"\r\n"));
        Assert.AreEqual("Accept-Encoding: zstd,br\r\nIf-None-Match: \"x\"\r\n", await ForwardedAsync("/other", "Accept-Encoding: zstd,br\r\nIf-None-Match: \"x\"\r\n"));
        Assert.AreEqual(3, proxy.Root.Exchanges.Count(e => e.ForwardedRequest is not null));

        async Task<string> ForwardedAsync(string path, string headers)
        {
            using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
            await client.SendAsync($"GET http://{origin.Authority}{path} HTTP/1.1\r\nHost: {origin.Authority}\r\n{headers}\r\n");
            using RawConnection received = await origin.AcceptAsync().Soon();
            string head = await received.ReadHeadAsync().Soon();
            await received.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            await client.ReadHeadAsync().Soon();
            return head.Replace($"GET {path} HTTP/1.1\r\nHost: {origin.Authority}\r\n", "", StringComparison.Ordinal)[..^2];
        }
    }

    [TestMethod]
    [DataRow("1.1")]
    [DataRow("2.0")]
    public async Task HEAD_gets_the_changed_headers_without_a_length_that_is_not_known(string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(JsonAsync, proxy.Authority);
        proxy.Root.When(r => r.Path("/json")).Modify(response: r => r.Json("$.price", 2).Header("X-New", "1"));
        proxy.Root.When(r => r.Path("/header")).Modify(response: r => r.Header("X-New", "1"));

        Assert.AreEqual(" 1", await HeadAsync("/json"));
        Assert.AreEqual($"{Real.Length} 1", await HeadAsync("/header"));
        Assert.IsEmpty(proxy.Root.Problems);

        async Task<string> HeadAsync(string path)
        {
            using HttpRequestMessage request = new(HttpMethod.Head, new Uri(origin.Address, path)) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            HttpResponseMessage response = await proxy.Client(Version.Parse(version)).SendAsync(request).Soon();
            return string.Create(CultureInfo.InvariantCulture, $"{response.Content.Headers.ContentLength} {response.Headers.GetValues("X-New").Single()}");
        }
    }

    [TestMethod]
    [DataRow(304)]
    [DataRow(204)]
    public async Task A_response_without_a_body_has_none_to_change(int status)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        proxy.Root.When(r => r).Modify(response: r => r.Json("$.price", 2).Header("X-New", "1"));

        HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual(status, (int)response.StatusCode);
        Assert.IsFalse(response.Headers.Contains("X-New"));
        Assert.AreEqual("TO2310", proxy.Root.Problems.Single().Code);
        Assert.EndsWith("its body is not JSON: it is empty. It passed unmodified.", proxy.Root.Problems.Single().Message);
        Assert.IsNull(proxy.Root.Exchanges.Single().OriginResponse);
    }

    [TestMethod]
    [DataRow("1.1", 204)]
    [DataRow("2.0", 304)]
    public async Task A_status_without_a_body_leaves_the_body_out(string version, int status)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(JsonAsync, proxy.Authority);
        proxy.Root.When(r => r).Modify(response: r => r.Status(status));
        HttpClient client = proxy.Client(Version.Parse(version));

        for (int i = 0; i < 2; i++)
        {
            HttpResponseMessage response = await client.GetAsync(origin.Address).Soon();
            Assert.AreEqual(status, (int)response.StatusCode);
            Assert.AreEqual("", await response.Content.ReadAsStringAsync());
        }

        Assert.AreEqual(200, proxy.Root.Exchanges[0].OriginResponse?.Status);
    }

    [TestMethod]
    public async Task A_not_modified_can_become_an_error()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin origin = new();
        proxy.Root.When(r => r).Modify(response: r => r.Status(500));
        using RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{origin.Authority}/ HTTP/1.1\r\nHost: {origin.Authority}\r\nConnection: close\r\n\r\n");
        using RawConnection received = await origin.AcceptAsync().Soon();
        await received.ReadHeadAsync().Soon();

        await received.SendAsync("HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\nDate: now\r\nETag: \"x\"\r\n\r\n");

        Assert.AreEqual(
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\nDate: now\r\nETag: \"x\"\r\n\r\n",
            await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    public async Task A_status_that_is_changed_keeps_the_body_and_gets_its_own_words()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(JsonAsync);
        proxy.Root.When(r => r).Modify(response: r => r.Status(503));

        HttpResponseMessage response = await proxy.Client().GetAsync(origin.Address).Soon();

        Assert.AreEqual("Service Unavailable", response.ReasonPhrase);
        Assert.AreEqual(Real, await response.Content.ReadAsStringAsync());
        Assert.AreEqual(Real, proxy.Root.Exchanges.Single().OriginResponse?.Text);
    }

    [TestMethod]
    public async Task The_delay_is_counted_from_the_head_of_the_real_response()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        await using TestOrigin origin = await TestOrigin.StartAsync(JsonAsync);
        proxy.Root.When(r => r).Modify(response: r => r.Delay(TimeSpan.FromMinutes(5)));
        Task<string> answer = proxy.Client().GetStringAsync(origin.Address);
        await clock.TimerArmedAsync(TimeSpan.FromMinutes(5)).Soon();
        Assert.IsFalse(answer.IsCompleted);
        Assert.IsNull(proxy.Root.Exchanges.Single().Response);

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.AreEqual(Real, await answer.Soon());
        Assert.IsNull(proxy.Root.Exchanges.Single().OriginResponse);
    }

    private static Task JsonAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Real.Length;
        return context.Response.WriteAsync(Real);
    }

    private static byte[] Coded(string text, string? coding)
    {
        MemoryStream coded = new();
        using (Stream coder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(coded, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionMode.Compress, leaveOpen: true),
            _ => new BufferedStream(coded),
        })
        {
            coder.Write(Encoding.UTF8.GetBytes(text));
            coder.Flush();
        }

        return coded.ToArray();
    }
}
