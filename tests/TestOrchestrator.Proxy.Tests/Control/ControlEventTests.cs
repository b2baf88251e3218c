using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Reports;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Control;

[TestClass]
public sealed class ControlEventTests
{
    [TestMethod]
    public async Task Events_come_as_server_sent_events_while_they_happen()
    {
        await using ControlRig rig = await RigAsync();
        await rig.Proxy.Client().GetStringAsync("http://a.test/1");
        await using IAsyncEnumerator<EventReport> events = rig.Session.EventsAsync(bodies: "full").GetAsyncEnumerator();
        EventReport first = await UntilAsync(events, "response");

        await rig.Proxy.Client().GetStringAsync("http://a.test/2");
        EventReport second = await UntilAsync(events, "response");

        Assert.AreEqual((1, 2), ((int)first.Exchange!, (int)second.Exchange!));
        Assert.AreEqual("a", second.Data.GetProperty("response_body").GetProperty("text").GetString());
        Assert.IsGreaterThan(first.Sequence, second.Sequence);
    }

    [TestMethod]
    public async Task Events_come_as_messages_of_a_WebSocket()
    {
        await using ControlRig rig = await RigAsync();
        using ClientWebSocket socket = await ConnectAsync(rig, "events?since=0&bodies=none");

        await rig.Proxy.Client().GetStringAsync("http://a.test/1");
        JsonElement happened;
        do
        {
            happened = await ReceiveAsync(socket);
        }
        while (happened.GetProperty("kind").GetString() != "response");

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Soon();
        Assert.AreEqual(1, happened.GetProperty("exchange").GetInt32());
        Assert.AreEqual(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [TestMethod]
    public async Task Messages_of_WebSockets_are_part_of_their_exchange()
    {
        await using TestOrigin origin = await TestOrigin.StartAsync(async context =>
        {
            using WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            await accepted.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await accepted.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
            await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", context.RequestAborted);
        });
        await using ControlRig rig = await ControlRig.StartAsync(UnmatchedRequests.Forward);
        using ClientWebSocket socket = new();
        socket.Options.Proxy = new WebProxy(new Uri($"http://{rig.Proxy.Session.Endpoint}/")) { BypassProxyOnLocal = false };
        await socket.ConnectAsync(new UriBuilder(origin.Address) { Scheme = "ws" }.Uri, CancellationToken.None).Soon();
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await ReceiveBytesAsync(socket);
        await socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), CancellationToken.None).Soon();

        (_, JsonElement exchange) = await rig.GetAsync("sessions/current/exchanges/1");

        string[] messages =
        [
            .. exchange.GetProperty("messages").EnumerateArray().Select(
                m => $"{m.GetProperty("direction").GetString()} {m.GetProperty("opcode").GetString()} {(m.TryGetProperty("text", out JsonElement text) ? text : m.GetProperty("base64")).GetString()}"),
        ];
        Assert.AreEqual("sent text hello, received binary AQI=, received close done", string.Join(", ", messages));
    }

    [TestMethod]
    public async Task A_reader_begins_where_it_ended()
    {
        await using ControlRig rig = await RigAsync();
        await rig.Proxy.Client().GetStringAsync("http://a.test/1");
        EventReport seen;
        await using (IAsyncEnumerator<EventReport> events = rig.Session.EventsAsync().GetAsyncEnumerator())
        {
            seen = await UntilAsync(events, "response");
        }

        await rig.Proxy.Client().GetStringAsync("http://a.test/2");
        await using IAsyncEnumerator<EventReport> rest = rig.Session.EventsAsync(seen.Sequence).GetAsyncEnumerator();
        EventReport next = await UntilAsync(rest, "request");
        using HttpRequestMessage again = new(HttpMethod.Get, "events");
        again.Headers.Add("Last-Event-ID", $"{next.Sequence - 1}");
        using HttpResponseMessage response = await rig.Plain.SendAsync(again, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        Assert.AreEqual(2, next.Exchange);
        Assert.AreEqual("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual($"id: {next.Sequence}", await reader.ReadLineAsync().Soon());
    }

    [TestMethod]
    public async Task The_events_of_a_session_end_with_it()
    {
        await using ControlRig rig = await RigAsync();
        ControlledSession session = await rig.Control.OpenSessionAsync(new SessionDefinition { Name = "other" });
        await using IAsyncEnumerator<EventReport> events = session.EventsAsync().GetAsyncEnumerator();
        ValueTask<bool> ended = events.MoveNextAsync();
        using ClientWebSocket socket = await ConnectAsync(rig, $"sessions/{session.Id}/events");

        await session.EndAsync();
        WebSocketReceiveResult close = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), CancellationToken.None).Soon();

        Assert.IsFalse(await ended.AsTask().Soon());
        Assert.AreEqual(WebSocketCloseStatus.EndpointUnavailable, close.CloseStatus);
    }

    [TestMethod]
    public async Task A_WebSocket_needs_the_token_and_no_page()
    {
        await using ControlRig rig = await RigAsync();

        WebSocketException noToken = await Assert.ThrowsExactlyAsync<WebSocketException>(() => ConnectAsync(rig, "events", s => s.Options.SetRequestHeader("Authorization", "Bearer wrong")));
        WebSocketException page = await Assert.ThrowsExactlyAsync<WebSocketException>(() => ConnectAsync(rig, "events", s => s.Options.SetRequestHeader("Origin", "https://evil.example")));

        StringAssert.Contains(noToken.Message, "401");
        StringAssert.Contains(page.Message, "403");
    }

    [TestMethod]
    public async Task What_is_wrong_is_told_before_anything_is_sent()
    {
        await using ControlRig rig = await RigAsync();

        (int status, JsonElement problem) = await rig.GetAsync("events?bodies=all");
        ProxyControlException none = await Assert.ThrowsExactlyAsync<ProxyControlException>(
            () => rig.Control.Session("nowhere").EventsAsync().GetAsyncEnumerator().MoveNextAsync().AsTask());

        Assert.AreEqual((400, "TO2612"), (status, problem.GetProperty("code").GetString()));
        Assert.AreEqual((404, "TO2605"), (none.Status, none.Code));
    }

    private static async Task<ControlRig> RigAsync()
    {
        ControlRig rig = await ControlRig.StartAsync();
        await rig.Session.AddMockAsync(new MockDefinition { Response = new ResponseDefinition { Text = "a" } });
        return rig;
    }

    private static async Task<EventReport> UntilAsync(IAsyncEnumerator<EventReport> events, string kind)
    {
        while (await events.MoveNextAsync().AsTask().Soon())
        {
            if (events.Current.Kind == kind)
            {
                return events.Current;
            }
        }

        throw new AssertFailedException($"No event of the kind '{kind}' came.");
    }

    private static async Task<ClientWebSocket> ConnectAsync(ControlRig rig, string path, Action<ClientWebSocket>? set = null)
    {
        ClientWebSocket socket = new();
        socket.Options.Proxy = null;
        socket.Options.HttpVersion = HttpVersion.Version11;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {rig.Token}");
        set?.Invoke(socket);
        await socket.ConnectAsync(new Uri($"ws://{rig.Proxy.Session.Endpoint}/_to/v1/{path}"), CancellationToken.None).Soon();
        return socket;
    }

    private static async Task ReceiveBytesAsync(ClientWebSocket socket)
    {
        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), CancellationToken.None).Soon();
        Assert.AreEqual(2, result.Count);
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None).Soon();
        Assert.IsTrue(result.EndOfMessage);
        return JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, result.Count)).RootElement;
    }
}
