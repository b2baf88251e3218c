using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

[TestClass]
public sealed class WebSocketFaultTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    [DataRow(false, "1.1", DisplayName = "ws")]
    [DataRow(true, "1.1", DisplayName = "wss")]
    [DataRow(true, "2.0", DisplayName = "wss over HTTP/2")]
    public async Task Latency_delays_handshake_and_messages(bool secure, string version)
    {
        await using Rig rig = await Rig.StartAsync(secure, version);
        rig.Proxy.Root.Disturb(f => f.Latency(s_while));
        Task connected = rig.ConnectAsync();
        await rig.PassAsync(s_while);
        await connected.Soon();

        await rig.SendAsync("hello");
        await rig.PassAsync(s_while);
        Assert.AreEqual("hello", await rig.ReceiveAsync());
        await rig.SendAsync("again");
        await rig.PassAsync(s_while);
        Assert.AreEqual("again", await rig.ReceiveAsync());
    }

    [TestMethod]
    [DataRow(false, "1.1", DisplayName = "ws")]
    [DataRow(true, "1.1", DisplayName = "wss")]
    [DataRow(true, "2.0", DisplayName = "wss over HTTP/2")]
    public async Task Breaks_after_so_many_bytes(bool secure, string version)
    {
        await using Rig rig = await Rig.StartAsync(secure, version);
        rig.Proxy.Root.Disturb(f => f.ResetAfter(10));
        await rig.ConnectAsync().Soon();
        await rig.SendAsync("one");
        Assert.AreEqual("one", await rig.ReceiveAsync());
        await rig.SendAsync("two");

        // Two messages of three bytes, and two bytes of frame each, are ten. Over HTTP/2 the client throws away what it has got when the stream is reset.
        await Assert.ThrowsAsync<WebSocketException>(async () => _ = await rig.ReceiveAsync() + await rig.ReceiveAsync());

        RecordedExchange broken = rig.Proxy.Root.Exchanges.Single();
        Assert.AreEqual(ExchangeOutcome.Faulted, broken.Outcome);
        Assert.AreEqual("reset downstream after 10 bytes", broken.Faults.Single().What);
        Assert.AreEqual(10, broken.Tunnel?.BytesReceived);
    }

    [TestMethod]
    public async Task Bandwidth_slows_messages_down()
    {
        await using Rig rig = await Rig.StartAsync(secure: false, "1.1");
        rig.Proxy.Root.Disturb(f => f.Bandwidth(1000));
        await rig.ConnectAsync().Soon();

        // A frame of 20 bytes, of which 10 ms carry 10.
        await rig.SendAsync("012345678901234567");
        await rig.PassAsync(TimeSpan.FromMilliseconds(10));
        await rig.PassAsync(TimeSpan.FromMilliseconds(10));

        Assert.AreEqual("012345678901234567", await rig.ReceiveAsync());
    }

    private sealed class Rig : IAsyncDisposable
    {
        private readonly ClientWebSocket _socket = new();
        private readonly HttpMessageInvoker _invoker;
        private readonly TestOrigin _origin;
        private readonly ManualTimeProvider _clock;

        private Rig(TestProxy proxy, TestOrigin origin, ManualTimeProvider clock, string version)
        {
            (Proxy, _origin, _clock, _invoker) = (proxy, origin, clock, new HttpMessageInvoker(proxy.Handler()));
            _socket.Options.HttpVersion = Version.Parse(version);
            _socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        public TestProxy Proxy { get; }

        public static async Task<Rig> StartAsync(bool secure, string version)
        {
            ManualTimeProvider clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(60_000));
            TestProxy proxy = await TestProxy.StartAsync(clock: clock);
            return new Rig(proxy, await TestOrigin.StartAsync(EchoAsync, secure ? proxy.Authority : null), clock, version);
        }

        public Task ConnectAsync() =>
            _socket.ConnectAsync(new UriBuilder(_origin.Address) { Scheme = _origin.Address.Scheme == "https" ? "wss" : "ws" }.Uri, _invoker, CancellationToken.None);

        public Task SendAsync(string text) => _socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).Soon();

        public async Task<string> ReceiveAsync()
        {
            byte[] buffer = new byte[100];
            WebSocketReceiveResult heard = await _socket.ReceiveAsync(buffer, CancellationToken.None).Soon();
            return Encoding.ASCII.GetString(buffer, 0, heard.Count);
        }

        public async Task PassAsync(TimeSpan time)
        {
            await _clock.TimerArmedAsync(time).Soon();
            _clock.Advance(time);
        }

        public async ValueTask DisposeAsync()
        {
            _socket.Dispose();
            _invoker.Dispose();
            await Proxy.DisposeAsync();
            await _origin.DisposeAsync();
        }

        private static async Task EchoAsync(HttpContext context)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } heard)
            {
                await socket.SendAsync(buffer.AsMemory(0, heard.Count), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
    }
}
