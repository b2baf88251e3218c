using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Forwarding;

[TestClass]
public sealed class WebSocketTests
{
    [TestMethod]
    [DataRow(false, "1.1", DisplayName = "ws")]
    [DataRow(true, "1.1", DisplayName = "wss")]
    [DataRow(true, "2.0", DisplayName = "wss over HTTP/2")]
    public async Task A_WebSocket_passes(bool secure, string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync, secure ? proxy.Authority : null);
        using HttpMessageInvoker invoker = new(proxy.Handler());
        using ClientWebSocket socket = new();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol("chat");
        Uri url = new UriBuilder(origin.Address) { Scheme = secure ? "wss" : "ws", Path = "/socket" }.Uri;

        await socket.ConnectAsync(url, invoker, CancellationToken.None).Soon();
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).Soon();
        byte[] buffer = new byte[100];
        WebSocketReceiveResult heard = await socket.ReceiveAsync(buffer, CancellationToken.None).Soon();

        Assert.AreEqual("hello", Encoding.UTF8.GetString(buffer, 0, heard.Count));
        Assert.AreEqual("chat", socket.SubProtocol);
        RecordedExchange open = await proxy.Root.WaitForAsync(r => r.Get(url.ToString()));
        Assert.IsFalse(open.IsComplete);
        Assert.AreEqual("the connection was upgraded to websocket", open.Tunnel?.Reason);
        await proxy.Root.AssertOnceAsync(r => r.Path("/socket"), quiet: TimeSpan.Zero);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).Soon();
        await proxy.Session.DisposeAsync();
        RecordedExchange closed = proxy.Root.Exchanges.Single();
        Assert.IsTrue(closed.IsComplete);
        Assert.AreEqual(ExchangeOutcome.Forwarded, closed.Outcome);
        Assert.IsGreaterThan(5, closed.Tunnel?.BytesSent ?? 0);
        Assert.IsGreaterThan(5, closed.Tunnel?.BytesReceived ?? 0);
    }

    [TestMethod]
    public async Task A_refused_upgrade_is_an_answer_like_any_other()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        proxy.Root.When(r => r.Path("/socket")).Respond(j => j.Status(403));
        using HttpMessageInvoker invoker = new(proxy.Handler());
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsExactlyAsync<WebSocketException>(() => socket.ConnectAsync(new Uri("wss://chat.example.com/socket"), invoker, CancellationToken.None));

        Assert.AreEqual(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        Assert.AreEqual(ExchangeOutcome.Mocked, proxy.Root.Exchanges.Single().Outcome);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync("chat");
        byte[] buffer = new byte[100];
        WebSocketReceiveResult heard;
        while ((heard = await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            await socket.SendAsync(buffer.AsMemory(0, heard.Count), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }
}
