using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Tests.WebSockets;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Har;

[TestClass]
public sealed class HarExportTests
{
    [TestMethod]
    public async Task A_WebSocket_has_its_messages_in_the_form_of_Chrome()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(clock: new ManualTimeProvider());
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await InspectionTests.OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            byte[] frame = WebSocketFrame.Text("{\"hello\":1,\"token\":\"s3cret\"}", masked: true);
            await client.SendAsync(frame.Raw());
            await origin.ReadAsync(frame.Length).Soon();
            await origin.SendAsync(WebSocketFrame.Of(WebSocketOpcode.Binary, [1, 2, 3]).Raw());
            await client.ReadAsync(5).Soon();

            JsonNode entry = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!;

            Assert.AreEqual("websocket", entry["_resourceType"]!.GetValue<string>());
            Assert.AreEqual($"ws{proxy.Root.Exchanges.Single().Request.RawUrl["http".Length..]}", entry["request"]!["url"]!.GetValue<string>());
            Assert.AreEqual(
                """[{"type":"send","time":1893456000,"opcode":1,"data":"{\"hello\":1,\"token\":\"[redacted]\"}"},{"type":"receive","time":1893456000,"opcode":2,"data":"AQID"}]""",
                entry["_webSocketMessages"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
            Assert.AreEqual(101, entry["response"]!["status"]!.GetValue<int>());
            Assert.AreEqual(5, entry["_to"]!["bytesReceived"]!.GetValue<int>());
        }
    }

    [TestMethod]
    public async Task Cookies_and_forms_are_taken_apart()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { RedactedHeaders = [] });
        proxy.Root.When(r => r).Respond(j => j
            .Header("Set-Cookie", "id=1=2; Path=/a; Domain=example.com; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Secure; SameSite=Lax"));
        using HttpRequestMessage request = new(HttpMethod.Post, "http://h/")
        {
            Content = new FormUrlEncodedContent([new("user", "anna & bert"), new("password", "s3cret")]),
            Headers = { { "Cookie", "a=1; b=\"2\"" } },
        };
        await proxy.Client().SendAsync(request).Soon();

        JsonNode entry = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!;

        Assert.AreEqual("""[{"name":"a","value":"1"},{"name":"b","value":"\u00222\u0022"}]""", entry["request"]!["cookies"]!.ToJsonString());
        Assert.AreEqual(
            """[{"name":"id","value":"1=2","path":"/a","domain":"example.com","expires":"2026-10-21T07:28:00.000\u002B00:00","httpOnly":true,"secure":true}]""",
            entry["response"]!["cookies"]!.ToJsonString());
        Assert.AreEqual("""[{"name":"user","value":"anna \u0026 bert"},{"name":"password","value":"[redacted]"}]""", entry["request"]!["postData"]!["params"]!.ToJsonString());
        Assert.AreEqual("user=anna+%26+bert&password=[redacted]", entry["request"]!["postData"]!["text"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task Uploads_are_taken_apart_too()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        using MultipartFormDataContent form = new("b1");
        form.Add(new ByteArrayContent("grün"u8.ToArray()), "colour");
        form.Add(new StringContent("s3cret"), "api_key");
        form.Add(new ByteArrayContent([0xFF, 0x00]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "picture", "a.png");
        await proxy.Client().PostAsync(new Uri("http://h/"), form).Soon();

        JsonNode post = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!["request"]!["postData"]!;

        Assert.AreEqual(
            """[{"name":"colour","value":"gr\u00FCn"},{"name":"api_key","value":"[redacted]","contentType":"text/plain; charset=utf-8"},{"name":"picture","fileName":"a.png","contentType":"image/png"}]""",
            post["params"]!.ToJsonString());
        string text = Encoding.Latin1.GetString(Convert.FromBase64String(post["text"]!.GetValue<string>()));
        Assert.DoesNotContain("s3cret", text);
        StringAssert.Contains(text, "\r\n\r\n\u00FF\0\r\n");
    }

    [TestMethod]
    public async Task Sizes_are_those_before_and_after_the_content_coding()
    {
        string body = string.Concat(Enumerable.Repeat("the same again; ", 100));
        byte[] packed = Gzip(body);
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(packed).AsTask();
        });
        await proxy.Client().GetAsync(origin.Address).Soon();

        JsonNode response = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!["response"]!;

        Assert.AreEqual(packed.Length, response["bodySize"]!.GetValue<int>());
        Assert.AreEqual(1600, response["content"]!["size"]!.GetValue<int>());
        Assert.AreEqual(1600 - packed.Length, response["content"]!["compression"]!.GetValue<int>());
        Assert.AreEqual(body, response["content"]!["text"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task No_secret_is_written_wherever_it_stands()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        proxy.Root.When(r => r.Host("h")).Respond(j => j
            .Status(302).Header("Location", "https://h/next?access_token=s3cret").Header("Set-Cookie", "id=s3cret").Json(new { refresh_token = "s3cret", user = "anna" }));
        using HttpRequestMessage request = new(HttpMethod.Post, "https://h/?api_key=s3cret&user=anna")
        {
            Content = new StringContent("{\"user\":\"anna\",\"password\":\"s3cret\"}", Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", "s3cret" }, { "Cookie", "id=s3cret" }, { "Referer", "https://h/?token=s3cret" } },
        };
        await proxy.Client().SendAsync(request).Soon();
        await proxy.Client().GetAsync(new Uri("https://elsewhere.example.com/?token=s3cret")).Soon();

        string text = await proxy.Root.HarAsync();

        Assert.DoesNotContain("s3cret", text);
        StringAssert.Contains(text, "No mock fits GET https://elsewhere.example.com/?token=[redacted]");
        JsonNode entry = JsonNode.Parse(text)!["log"]!["entries"]![0]!;
        Assert.AreEqual("https://h/?api_key=[redacted]&user=anna", entry["request"]!["url"]!.GetValue<string>());
        Assert.AreEqual("""[{"name":"api_key","value":"[redacted]"},{"name":"user","value":"anna"}]""", entry["request"]!["queryString"]!.ToJsonString());
        Assert.AreEqual("""[{"name":"id","value":"[redacted]"}]""", entry["request"]!["cookies"]!.ToJsonString());
        Assert.AreEqual("[redacted]", entry["response"]!["cookies"]![0]!["value"]!.GetValue<string>());
        Assert.AreEqual("https://h/next?access_token=[redacted]", entry["response"]!["redirectURL"]!.GetValue<string>());
        Assert.AreEqual("{\"refresh_token\":\"[redacted]\",\"user\":\"anna\"}", entry["response"]!["content"]!["text"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task What_was_changed_on_its_way_is_written_beside_what_the_client_knows()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{\"token\":\"s3cret\",\"heard\":\"" + context.Request.Query["a"] + "\"}");
        });
        proxy.Root.When(r => r.Path("/")).Modify(request => request.Query("a", "2").Query("password", "s3cret"), response => response.Status(System.Net.HttpStatusCode.Accepted));
        await proxy.Client().GetStringAsync(new Uri(origin.Address, "/?a=1")).Soon();

        JsonNode entry = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!;

        Assert.AreEqual($"{origin.Address}?a=1", entry["request"]!["url"]!.GetValue<string>());
        Assert.AreEqual($"{origin.Address}?a=2&password=[redacted]", entry["_forwardedRequest"]!["url"]!.GetValue<string>());
        Assert.AreEqual(202, entry["response"]!["status"]!.GetValue<int>());
        Assert.AreEqual(200, entry["_originResponse"]!["status"]!.GetValue<int>());
        Assert.AreEqual("{\"token\":\"[redacted]\",\"heard\":\"2\"}", entry["_originResponse"]!["content"]!["text"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task Problems_of_an_exchange_are_named()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail);
        await proxy.Client().GetAsync(new Uri("https://h/")).Soon();

        JsonNode entry = (await ReadAsync(proxy.Root))["log"]!["entries"]![0]!;

        Assert.AreEqual("""["TO2301"]""", entry["_to"]!["problems"]!.ToJsonString());
    }

    [TestMethod]
    public async Task What_is_in_flight_is_waited_for()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock);
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        Task held = proxy.Client().GetAsync(new Uri("http://h/"));
        await gate.WaitForHeldAsync(1);

        Task<string> har = proxy.Root.HarAsync(idle: TimeSpan.FromMilliseconds(200));
        Assert.IsFalse(har.IsCompleted);
        gate.Open();
        await held.Soon();
        await clock.TimerArmedAsync(TimeSpan.FromMilliseconds(200)).Soon();
        clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.AreEqual(200, JsonNode.Parse(await har.Soon())!["log"]!["entries"]![0]!["response"]!["status"]!.GetValue<int>());
    }

    [TestMethod]
    public async Task What_does_not_become_quiet_is_written_as_it_is()
    {
        ManualTimeProvider clock = new();
        await using TestProxy proxy = await TestProxy.StartAsync(clock: clock, session: s => s with { Limits = new ProxySessionLimits { WaitTimeout = TimeSpan.FromSeconds(3) } });
        using TestDirectory directory = new();
        using ResponseGate gate = new();
        proxy.Root.When(r => r).Respond(j => j.HeldBy(gate));
        Task held = proxy.Client().GetAsync(new Uri("http://h/"));
        await gate.WaitForHeldAsync(1);

        Task written = proxy.Root.WriteHarAsync(directory.File("a.har"), idle: TimeSpan.FromMilliseconds(200));
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(3)).Soon();
        clock.Advance(TimeSpan.FromSeconds(3));
        await written.Soon();

        HarLog log = await HarFile.ReadAsync(directory.File("a.har"), CancellationToken.None);
        Assert.AreEqual(0, log.Entries.Single().Response.Status);
        Assert.AreEqual("pending", log.Entries.Single().Facts?.Text("outcome"));
        gate.Open();
        await held.Soon();
    }

    [TestMethod]
    public async Task Waiting_for_idle_ends_when_it_is_canceled()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using CancellationTokenSource canceled = new();
        Task<string> har = proxy.Root.HarAsync(idle: TimeSpan.FromDays(1), canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => har.Soon());
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => proxy.Root.HarAsync(idle: TimeSpan.FromSeconds(-1)));
    }

    private static async Task<JsonNode> ReadAsync(ProxyScope scope)
    {
        JsonNode har = JsonNode.Parse(await scope.HarAsync())!;
        HarValidator.Validate(har);
        return har;
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
