using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.WebSockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.WebSockets;

[TestClass]
public sealed class InspectionTests
{
    [TestMethod]
    [DataRow(false, "1.1", false, DisplayName = "ws")]
    [DataRow(true, "1.1", false, DisplayName = "wss")]
    [DataRow(true, "2.0", false, DisplayName = "wss over HTTP/2")]
    [DataRow(false, "1.1", true, DisplayName = "ws, compressed")]
    [DataRow(true, "2.0", true, DisplayName = "wss over HTTP/2, compressed")]
    public async Task Who_has_received_a_message_finds_it_recorded(bool secure, string version, bool compressed)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(context => EchoAsync(context, compressed), secure ? proxy.Authority : null);
        using ClientWebSocket socket = await ConnectAsync(proxy, origin, secure, version, compressed);

        for (int i = 1; i <= 20; i++)
        {
            string text = $"{{\"number\":{i},\"text\":\"grün and always the same words, which compression makes short\"}}";
            Assert.AreEqual(text, await AskAsync(socket, text));
            RecordedExchange open = proxy.Root.Exchanges.Single();
            Assert.AreEqual($"{text}|{text}", string.Join('|', open.Messages.Skip(2 * (i - 1)).Select(m => m.Text)));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).Soon();

        await proxy.Session.DisposeAsync();
        RecordedExchange exchange = proxy.Root.Exchanges.Single();
        Assert.AreEqual("Sent Received", string.Join(' ', exchange.Messages.Take(2).Select(m => m.Direction)));
        CollectionAssert.AreEqual(Enumerable.Range(1, 42).Select(i => (long)i).ToArray(), exchange.Messages.Select(m => m.Number).ToArray());
        WebSocketMessage close = exchange.Messages[40];
        Assert.AreEqual((MessageDirection.Sent, WebSocketOpcode.Close, 1000, "done"), (close.Direction, close.Opcode, close.CloseStatus, close.Text));
        Assert.AreEqual($"#1.41 sent close 1000 done", close.ToString());
        Assert.AreEqual(compressed, exchange.Response!.Headers.Contains("Sec-WebSocket-Extensions"));
        Assert.AreEqual(compressed, exchange.Tunnel!.BytesReceived < exchange.Messages.Where(m => m.Direction == MessageDirection.Received).Sum(m => m.Length));
        Assert.IsEmpty(proxy.Root.Problems);
    }

    [TestMethod]
    public async Task What_cannot_be_read_passes_untouched_and_is_said_once()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            byte[] noise = [.. WebSocketFrame.Text("readable", masked: true), 0xFF, 0x00, 0x01, .. Enumerable.Range(0, 256).Select(i => (byte)i)];

            await client.SendAsync(noise.Raw());
            Assert.AreEqual(noise.Raw(), await origin.ReadAsync(noise.Length).Soon());
            await client.SendAsync(noise.Raw());
            Assert.AreEqual(noise.Raw(), await origin.ReadAsync(noise.Length).Soon());
            await origin.SendAsync(WebSocketFrame.Text("still recorded").Raw());
            await client.ReadAsync(16).Soon();
            await origin.SendAsync(noise.Raw());
            Assert.AreEqual(noise.Raw(), await client.ReadAsync(noise.Length).Soon());

            CollectionAssert.AreEqual(new[] { "readable", "still recorded", "readable" }, proxy.Root.Exchanges.Single().Messages.Select(m => m.Text).ToArray());
            ProxyProblem problem = proxy.Root.Problems.Single();
            Assert.AreEqual(
                $"TO2320: What the client sends through the WebSocket GET http://{listener.Authority}/socket cannot be read: a frame has the opcode 15, which means nothing. "
                + "Its bytes pass on untouched, but from here on its messages are not recorded.",
                problem.Message);
            Assert.AreEqual(1, problem.Exchange);
        }
    }

    [TestMethod]
    public async Task An_extension_that_is_not_known_is_said_and_passes()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "Sec-WebSocket-Extensions: permessage-deflate, x-rot13; strength=2\r\n");
        using (client)
        using (origin)
        {
            await client.SendAsync(WebSocketFrame.Text("uryyb").Raw());

            Assert.AreEqual(WebSocketFrame.Text("uryyb").Raw(), await origin.ReadAsync(7).Soon());
            Assert.IsEmpty(proxy.Root.Exchanges.Single().Messages);
            Assert.AreEqual(
                $"TO2321: The WebSocket GET http://{listener.Authority}/socket uses the extension 'x-rot13; strength=2', which cannot be read; 'permessage-deflate' can. "
                + "Its bytes pass on untouched, but its messages are not recorded.",
                proxy.Root.Problems.Single().Message);
        }
    }

    [TestMethod]
    public async Task Long_messages_are_cut_and_old_ones_dropped_and_forgotten_as_the_session_says()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with
        {
            Limits = new ProxySessionLimits { MaxBodyBytes = 10, MaxSessionBodyBytes = 25, MaxMessages = 4 },
        });
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            foreach (string text in new[] { "one", "two", "0123456789abc", "9876543210abc", "short" })
            {
                byte[] frame = WebSocketFrame.Text(text, masked: true);
                await client.SendAsync(frame.Raw());
                Assert.AreEqual(frame.Raw(), await origin.ReadAsync(frame.Length).Soon());
            }

            IReadOnlyList<WebSocketMessage> messages = proxy.Root.Exchanges.Single().Messages;

            Assert.AreEqual(
                "2 Dropped 3 ''|3 Truncated 13 '0123456789'|4 Truncated 13 '9876543210'|5 Whole 5 'short'",
                string.Join('|', messages.Select(m => $"{m.Number} {m.Capture} {m.Length} '{m.Text}'")));
            Assert.AreEqual(25, Kept(proxy));
        }
    }

    // Small messages that come and go leave nothing behind, whatever is older than they are.
    [TestMethod]
    public async Task What_is_forgotten_is_not_kept()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Limits = new ProxySessionLimits { MaxMessages = 3 } });
        proxy.Root.When(r => r.Path("/old")).Respond(j => j.Text("12345"));
        await proxy.Client().GetStringAsync(new Uri("http://h/old")).Soon();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "");
        using (client)
        using (origin)
        {
            for (int i = 0; i < 100; i++)
            {
                byte[] frame = WebSocketFrame.Text($"{i:000}");
                await origin.SendAsync(frame.Raw());
                await client.ReadAsync(frame.Length).Soon();
            }

            Assert.AreEqual("097 098 099", string.Join(' ', proxy.Root.Exchanges[^1].Messages.Select(m => m.Text)));
            Assert.AreEqual(5 + 9, Kept(proxy));
        }
    }

    [TestMethod]
    public async Task A_message_that_is_never_complete_is_none()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "");
        byte[] half = WebSocketFrame.Of(WebSocketOpcode.Text, "half"u8.ToArray(), final: false);
        await origin.SendAsync(half.Raw());
        await client.ReadAsync(half.Length).Soon();
        Assert.AreEqual(4, Kept(proxy));

        client.Dispose();
        origin.Dispose();

        await proxy.Session.DisposeAsync();
        Assert.IsEmpty(proxy.Root.Exchanges.Single().Messages);
        Assert.AreEqual(0, Kept(proxy));
    }

    [TestMethod]
    public async Task Another_protocol_is_not_taken_for_a_WebSocket()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        using RawOrigin listener = new();
        (RawConnection client, RawConnection origin) = await OpenAsync(proxy, listener, "", protocol: "chat/1");
        using (client)
        using (origin)
        {
            await client.SendAsync(WebSocketFrame.Text("hello").Raw());
            await origin.ReadAsync(7).Soon();

            RecordedExchange exchange = proxy.Root.Exchanges.Single();
            Assert.AreEqual("the connection was upgraded to chat/1", exchange.Tunnel?.Reason);
            Assert.IsEmpty(exchange.Messages);
            Assert.IsEmpty(proxy.Root.Problems);
        }
    }

    internal static async Task<(RawConnection Client, RawConnection Origin)> OpenAsync(TestProxy proxy, RawOrigin listener, string responseHeaders, string protocol = "websocket")
    {
        RawConnection client = await RawConnection.ConnectAsync(proxy.Session);
        await client.SendAsync($"GET http://{listener.Authority}/socket HTTP/1.1\r\nHost: {listener.Authority}\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        RawConnection origin = await listener.AcceptAsync().Soon();
        await origin.ReadHeadAsync().Soon();
        await origin.SendAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Accept: x\r\n{responseHeaders}\r\n");
        StringAssert.StartsWith(await client.ReadHeadAsync().Soon(), "HTTP/1.1 101 ");
        return (client, origin);
    }

    private static long Kept(TestProxy proxy)
    {
        lock (proxy.Session.Log.Gate)
        {
            return proxy.Session.Log.Budget.Kept_UnderGate;
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestProxy proxy, TestOrigin origin, bool secure, string version, bool compressed)
    {
        ClientWebSocket socket = new();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.DangerousDeflateOptions = compressed ? new WebSocketDeflateOptions() : null;
        using HttpMessageInvoker invoker = new(proxy.Handler(), disposeHandler: false);
        await socket.ConnectAsync(new UriBuilder(origin.Address) { Scheme = secure ? "wss" : "ws", Path = "/socket" }.Uri, invoker, CancellationToken.None).Soon();
        return socket;
    }

    private static async Task<string> AskAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).Soon();
        byte[] buffer = new byte[1000];
        WebSocketReceiveResult heard = await socket.ReceiveAsync(buffer, CancellationToken.None).Soon();
        return Encoding.UTF8.GetString(buffer, 0, heard.Count);
    }

    private static async Task EchoAsync(HttpContext context, bool compressed)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = compressed });
        byte[] buffer = new byte[1000];
        WebSocketReceiveResult heard;
        while ((heard = await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            await socket.SendAsync(buffer.AsMemory(0, heard.Count), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }
}
