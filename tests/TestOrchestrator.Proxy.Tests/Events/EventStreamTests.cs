using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.Tests.WebSockets;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Events;

[TestClass]
public sealed class EventStreamTests
{
    [TestMethod]
    public async Task An_intercepted_request_that_a_mock_answers_is_told_step_by_step()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.Fail, clock: new ManualTimeProvider());
        proxy.Root.When(r => r.Host("h.example.com")).Respond(j => j.Status(201).Json(new { id = 1 }));
        HttpClient client = proxy.Client();
        using HttpRequestMessage request = new(HttpMethod.Post, "https://h.example.com/charges?a=1&token=s3cret")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("ask", Encoding.UTF8, "text/plain"),
            Headers = { { "Authorization", "Bearer s3cret" } },
        };
        await client.SendAsync(request).Soon();

        List<JsonNode> events = await AllAsync(proxy);

        CollectionAssert.AreEqual(new[] { "connect", "tls", "request", "mock", "response" }, events.Select(Kind).ToArray());
        Assert.AreEqual(events[0]["connection"]!.GetValue<string>(), events[1]["connection"]!.GetValue<string>());
        events[0].AsObject().Remove("connection");
        events[1].AsObject().Remove("connection");
        Assert.AreEqual(
            """{"seq":1,"ts":"2030-01-01T00:00:00.0000000Z","kind":"connect","scope":"session","host":"h.example.com","port":443}""",
            events[0].ToJsonString());
        Assert.AreEqual(
            """{"seq":2,"ts":"2030-01-01T00:00:00.0000000Z","kind":"tls","scope":"session","host":"h.example.com","version":"Tls13","protocol":"h2"}""",
            events[1].ToJsonString());
        JsonArray headers = events[2]["headers"]!.AsArray();
        Assert.AreEqual("[redacted]", headers.Single(h => h!["name"]!.GetValue<string>() == "Authorization")!["value"]!.GetValue<string>());
        headers.Clear();
        Assert.AreEqual(
            """{"seq":3,"ts":"2030-01-01T00:00:00.0000000Z","kind":"request","scope":"session","exchange":1,"method":"POST","url":"https://h.example.com/charges?a=1\u0026token=[redacted]","protocol":"HTTP/2","headers":[]}""",
            events[2].ToJsonString());
        Assert.AreEqual(
            """{"seq":4,"ts":"2030-01-01T00:00:00.0000000Z","kind":"mock","scope":"session","exchange":1,"mock":"ANY h.example.com/** (scope \u0027session\u0027)"}""",
            events[3].ToJsonString());
        Assert.AreEqual(
            """
            {"seq":5,"ts":"2030-01-01T00:00:00.0000000Z","kind":"response","scope":"session","exchange":1,"complete":true,"outcome":"mocked","milliseconds":0,"mock":"ANY h.example.com/** (scope \u0027session\u0027)","status":201,"reason":"Created","protocol":"HTTP/2","headers":[{"name":"Content-Type","value":"application/json"},{"name":"Content-Length","value":"8"}],"requestBody":{"length":3},"responseBody":{"length":8}}
            """,
            events[4].ToJsonString());
    }

    [TestMethod]
    public async Task What_went_wrong_is_told()
    {
        using ClosedPort closed = new();
        string gone = closed.Authority;

        await using TestProxy proxy = await TestProxy.StartAsync(UnmatchedRequests.LoopbackOnly);
        await proxy.Client().GetAsync(new Uri($"http://{gone}/?password=s3cret")).Soon();
        await proxy.Client().GetAsync(new Uri("http://elsewhere.example.com/?password=s3cret")).Soon();

        List<JsonNode> events = await AllAsync(proxy);

        CollectionAssert.AreEqual(
            new[] { "request 1", "response 1 failed", "request 2", "problem 2", "response 2 unmatched" },
            events.Select(e => $"{Kind(e)} {e["exchange"]} {e["outcome"]}".TrimEnd()).ToArray());
        Assert.AreEqual("ConnectionError: Connection refused", events[1]["error"]!.GetValue<string>());
        Assert.AreEqual("TO2301", events[3]["code"]!.GetValue<string>());
        StringAssert.StartsWith(events[3]["message"]!.GetValue<string>(), "TO2301: No mock fits GET http://elsewhere.example.com/?password=[redacted]");
        Assert.DoesNotContain("s3cret", string.Concat(events.Select(e => e.ToJsonString())));
    }

    [TestMethod]
    public async Task A_client_that_refuses_the_certificate_is_told()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => proxy.Client(trust: false).GetAsync(new Uri("https://h.example.com/")).Soon());
        await proxy.ProblemAsync();

        List<JsonNode> events = await AllAsync(proxy);

        JsonNode failed = events.First(e => Kind(e) == "tls-client-failed");
        Assert.AreEqual("h.example.com", failed["host"]!.GetValue<string>());
        StringAssert.Contains(failed["hint"]!.GetValue<string>(), "do not trust the proxy's authority");
        Assert.AreEqual("TO2303", events.First(e => Kind(e) == "problem")["code"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task A_WebSocket_is_told_message_by_message()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await InspectionTests.OpenAsync(proxy, listener, "Sec-WebSocket-Protocol: chat\r\n");
        foreach (byte[] frame in new[] { WebSocketFrame.Text("{\"token\":\"s3cret\"}", masked: true), WebSocketFrame.Of(WebSocketOpcode.Close, [0x03, 0xE9, .. "going"u8], masked: true) })
        {
            await client.SendAsync(frame.Raw());
            await origin.ReadAsync(frame.Length).Soon();
        }

        await origin.SendAsync(WebSocketFrame.Of(WebSocketOpcode.Binary, [1, 2]).Raw());
        await client.ReadAsync(4).Soon();
        origin.Dispose();
        Assert.AreEqual("", await client.ReadToEndAsync().Soon());
        client.Dispose();

        List<JsonNode> events = await AllAsync(proxy, EventBodies.Full);

        CollectionAssert.AreEqual(new[] { "request", "ws-open", "ws-message", "ws-message", "ws-message", "ws-close" }, events.Select(Kind).ToArray());
        Assert.AreEqual("chat", events[1]["subprotocol"]!.GetValue<string>());
        Assert.AreEqual("""{"message":1,"direction":"sent","opcode":"text","length":18,"text":"{\"token\":\"[redacted]\"}"}""", Data(events[2]));
        Assert.AreEqual("""{"message":2,"direction":"sent","opcode":"close","closeStatus":1001,"length":7,"text":"going"}""", Data(events[3]));
        Assert.AreEqual("""{"message":3,"direction":"received","opcode":"binary","length":2,"base64":"AQI="}""", Data(events[4]));
        Assert.AreEqual(
            """{"outcome":"forwarded","bytesSent":37,"bytesReceived":4,"closedBy":"client","closeStatus":1001,"closeReason":"going"}""",
            Data(events[5], "milliseconds"));
    }

    [TestMethod]
    public async Task Where_a_request_is_redirected_to_is_told_and_written()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");
        proxy.Root.Redirect("api.example.com", origin.Address.Authority);
        await proxy.Client().GetStringAsync(new Uri("http://api.example.com/")).Soon();

        List<JsonNode> events = await AllAsync(proxy);

        CollectionAssert.AreEqual(new[] { "request", "redirect", "response" }, events.Select(Kind).ToArray());
        Assert.AreEqual($$"""{"to":"{{origin.Address}}"}""", Data(events[1]));
        Assert.AreEqual(origin.Address.ToString(), JsonNode.Parse(await proxy.Root.HarAsync())!["log"]!["entries"]![0]!["_to"]!["redirectedTo"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task What_a_fault_does_is_told_and_written()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r).Respond(j => j);
        proxy.Root.Disturb(f => f.Reset());
        await Assert.ThrowsAsync<HttpRequestException>(() => proxy.Client().GetAsync(new Uri("http://h/")).Soon());

        List<JsonNode> events = await AllAsync(proxy);

        JsonNode fault = events.First(e => Kind(e) == "fault");
        RecordedFault recorded = proxy.Root.Exchanges[0].Faults[0];
        Assert.AreEqual((recorded.What, 1), (fault["what"]!.GetValue<string>(), fault["call"]!.GetValue<int>()));
        Assert.AreEqual($"{recorded.Fault.Seed}", fault["seed"]!.GetValue<string>());
        JsonNode entry = JsonNode.Parse(await proxy.Root.HarAsync())!["log"]!["entries"]![0]!;
        Assert.AreEqual(recorded.ToString(), entry["_to"]!["faults"]![0]!.GetValue<string>());
    }

    [TestMethod]
    public async Task A_tunnel_is_told()
    {
        using RawOrigin listener = new();
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] });
        using (RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, listener.Authority))
        {
            using RawConnection origin = await listener.AcceptAsync().Soon();
            await client.SendAsync("hello");
            await origin.ReadAsync(5).Soon();
            await origin.SendAsync("bye");
            await client.ReadAsync(3).Soon();
        }

        List<JsonNode> events = await AllAsync(proxy);

        CollectionAssert.AreEqual(new[] { "connect", "tunnel-open", "tunnel-close" }, events.Select(Kind).ToArray());
        Assert.AreEqual($$"""{"target":"{{listener.Authority}}","reason":"the host is listed in Tunnel"}""", Data(events[1]));
        Assert.AreEqual(5, events[2]["bytesSent"]!.GetValue<long>());
        Assert.AreEqual(3, events[2]["bytesReceived"]!.GetValue<long>());
    }

    [TestMethod]
    public async Task A_response_without_an_end_is_told_when_it_begins_and_when_it_ends()
    {
        TaskCompletionSource mayEnd = new();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"password\":\"s3cret\"}\n\n");
            await context.Response.Body.FlushAsync();
            await mayEnd.Task;
        });
        Task<string> call = proxy.Client().GetStringAsync(origin.Address);
        await using IAsyncEnumerator<ProxyEvent> events = proxy.Root.EventsAsync(bodies: EventBodies.Full).GetAsyncEnumerator();

        JsonNode[] begun = [JsonNode.Parse(await NextAsync(events))!, JsonNode.Parse(await NextAsync(events))!];
        Assert.AreEqual("request", Kind(begun[0]));
        Assert.AreEqual("response", Kind(begun[1]));
        Assert.IsFalse(begun[1]["complete"]!.GetValue<bool>());
        Assert.AreEqual(200, begun[1]["status"]!.GetValue<int>());
        mayEnd.SetResult();
        await call.Soon();
        JsonNode ended = JsonNode.Parse(await NextAsync(events))!;

        Assert.IsTrue(ended["complete"]!.GetValue<bool>());
        Assert.AreEqual("data: {\"password\":\"[redacted]\"}\n\n", ended["responseBody"]!["text"]!.GetValue<string>());
    }

    [TestMethod]
    public async Task Readers_choose_how_much_of_bodies_they_get()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        string long5000 = new('ü', 5000);
        proxy.Root.When(r => r.Path("/text")).Respond(j => j.Text(long5000));
        proxy.Root.When(r => r.Path("/bytes")).Respond(j => j.Bytes(Enumerable.Repeat((byte)0xFF, 5000).ToArray(), "application/octet-stream"));
        HttpClient client = proxy.Client();
        await client.PostAsync(new Uri("http://h/text"), new FormUrlEncodedContent([new("user", "anna"), new("password", "s3cret")])).Soon();
        await client.GetAsync(new Uri("http://h/bytes")).Soon();

        (JsonNode text, JsonNode bytes) = await ResponsesAsync(proxy.Root, EventBodies.None);
        Assert.AreEqual("""{"length":10000}""", text["responseBody"]!.ToJsonString());
        Assert.AreEqual("""{"length":25}""", text["requestBody"]!.ToJsonString());
        Assert.AreEqual("""{"length":5000}""", bytes["responseBody"]!.ToJsonString());

        (text, bytes) = await ResponsesAsync(proxy.Root, EventBodies.Preview);
        Assert.AreEqual(new string('ü', 2048), text["responseBody"]!["text"]!.GetValue<string>());
        Assert.IsTrue(text["responseBody"]!["preview"]!.GetValue<bool>());
        Assert.AreEqual("user=anna&password=[redacted]", text["requestBody"]!["text"]!.GetValue<string>());
        Assert.IsNull(text["requestBody"]!["preview"]);
        Assert.HasCount(4096, Convert.FromBase64String(bytes["responseBody"]!["base64"]!.GetValue<string>()));

        (text, bytes) = await ResponsesAsync(proxy.Root, EventBodies.Full);
        Assert.AreEqual(long5000, text["responseBody"]!["text"]!.GetValue<string>());
        Assert.HasCount(5000, Convert.FromBase64String(bytes["responseBody"]!["base64"]!.GetValue<string>()));
    }

    [TestMethod]
    public async Task A_client_that_has_its_answer_finds_its_events()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync("hello");
        for (int i = 1; i <= 30; i++)
        {
            long before = proxy.Root.LastEvent;
            await proxy.Client().GetStringAsync(origin.Address).Soon();

            Assert.AreEqual(before + 2, proxy.Root.LastEvent);
        }
    }

    [TestMethod]
    public async Task Numbers_of_events_are_not_negative()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => proxy.Root.EventsAsync(since: -1));
    }

    private static async Task<(JsonNode Text, JsonNode Bytes)> ResponsesAsync(ProxyScope scope, EventBodies bodies)
    {
        await using IAsyncEnumerator<ProxyEvent> events = scope.EventsAsync(bodies: bodies).GetAsyncEnumerator();
        List<JsonNode> responses = [];
        while (responses.Count < 2)
        {
            JsonNode next = JsonNode.Parse(await NextAsync(events))!;
            if (Kind(next) == "response")
            {
                responses.Add(next);
            }
        }

        return (responses[0], responses[1]);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<ProxyEvent> events)
    {
        Assert.IsTrue(await events.MoveNextAsync().AsTask().Soon());
        return events.Current.ToJson();
    }

    private static async Task<List<JsonNode>> AllAsync(TestProxy proxy, EventBodies bodies = EventBodies.None)
    {
        await proxy.Session.DisposeAsync();
        List<JsonNode> all = [];
        await foreach (ProxyEvent read in proxy.Root.EventsAsync(bodies: bodies))
        {
            all.Add(JsonNode.Parse(read.ToJson())!);
        }

        return all;
    }

    private static string Kind(JsonNode read) => read["kind"]!.GetValue<string>();

    private static string Data(JsonNode read, params string[] without)
    {
        JsonObject data = read.DeepClone().AsObject();
        foreach (string name in without.Concat(["seq", "ts", "kind", "scope", "exchange"]))
        {
            data.Remove(name);
        }

        return data.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
