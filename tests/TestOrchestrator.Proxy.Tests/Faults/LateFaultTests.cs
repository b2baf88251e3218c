using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>Faults that are made while something is open.</summary>
[TestClass]
public sealed class LateFaultTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    public async Task A_tunnel_is_hit_from_its_next_byte_on()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();

        Fault fault = rig.Proxy.Root.Disturb(f => f.LimitData(5).WholeConnection());
        await rig.Origin.SendAsync("0123456789");

        Assert.AreEqual("01234", await rig.Client.ReadToEndAsync().Soon());
        RecordedExchange tunnel = rig.Proxy.Root.Exchanges.Single();
        Assert.AreEqual((ExchangeOutcome.Faulted, "closed downstream after 5 bytes"), (tunnel.Outcome, tunnel.Faults.Single().What));
        Assert.AreEqual((1, 1), (fault.Calls, fault.Hits));
    }

    [TestMethod]
    public async Task What_it_holds_goes_on_when_it_is_removed_and_what_follows_is_not_held()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        Fault fault = rig.Proxy.Root.Disturb(f => f.Timeout().BothWays().WholeConnection());
        await rig.Client.SendAsync("PING");
        await rig.Origin.SendAsync("hello");
        await rig.Proxy.DisturbedAsync(2).Soon();

        fault.Remove();

        Assert.AreEqual("PING", await rig.Origin.ReadAsync(4).Soon());
        Assert.AreEqual("hello", await rig.Client.ReadAsync(5).Soon());
        await rig.Client.SendAsync("PONG");
        Assert.AreEqual("PONG", await rig.Origin.ReadAsync(4).Soon());
        Assert.AreEqual("held upstream; held downstream", string.Join("; ", rig.Proxy.Root.Exchanges.Single().Faults.Select(f => f.What).OrderDescending()));
        Assert.AreEqual((1, 1), (fault.Calls, fault.Hits));
    }

    [TestMethod]
    public async Task Latency_delays_each_byte_that_comes()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        rig.Proxy.Root.Disturb(f => f.Latency(s_while).WholeConnection());

        foreach (string said in new[] { "hello", "again" })
        {
            await rig.Origin.SendAsync(said);
            await rig.Clock.TimerArmedAsync(s_while).Soon();
            rig.Clock.Advance(s_while);
            Assert.AreEqual(said, await rig.Client.ReadAsync(5).Soon());
        }

        Assert.AreEqual("latency 200 ms downstream", rig.Proxy.Root.Exchanges.Single().Faults.Single().What);
    }

    [TestMethod]
    [DataRow(true, DisplayName = "down")]
    [DataRow(false, DisplayName = "reset_peer")]
    public async Task A_reset_breaks_it_at_its_next_byte(bool down)
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        rig.Proxy.Root.Disturb(f => down ? f.Down().WholeConnection() : f.Reset().WholeConnection());

        await rig.Client.SendAsync("PING");

        Assert.AreEqual("[reset]", await rig.Client.ReadToEndAsync().Soon());
        Assert.AreEqual("[reset]", await rig.Origin.ReadToEndAsync().Soon());
        Assert.AreEqual(down ? "connection refused" : "reset upstream", rig.Proxy.Root.Exchanges.Single().Faults.Single().What);
    }

    [TestMethod]
    public async Task Several_faults_join_one_after_another()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        rig.Proxy.Root.Disturb(f => f.Slicer(2).WholeConnection());
        await rig.Origin.SendAsync("0123");
        Assert.AreEqual("0123", await rig.Client.ReadAsync(4).Soon());

        rig.Proxy.Root.Disturb(f => f.LimitData(3).WholeConnection());
        await rig.Origin.SendAsync("456789");

        Assert.AreEqual("456", await rig.Client.ReadToEndAsync().Soon());
        Assert.AreEqual("slices downstream; closed downstream after 3 bytes", string.Join("; ", rig.Proxy.Root.Exchanges.Single().Faults.Select(f => f.What)));
    }

    [TestMethod]
    public async Task One_of_exchanges_leaves_alone_what_is_open_and_does_not_count_it()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        Fault ofExchanges = rig.Proxy.Root.Disturb(f => f.LimitData(1));
        Fault elsewhere = rig.Proxy.Root.Disturb(r => r.Host("h"), f => f.LimitData(1).WholeConnection());

        await rig.Origin.SendAsync("0123456789");

        Assert.AreEqual("0123456789", await rig.Client.ReadAsync(10).Soon());
        Assert.AreEqual((0, 0), (ofExchanges.Calls, elsewhere.Calls));
    }

    [TestMethod]
    [DataRow(false, "1.1", DisplayName = "ws")]
    [DataRow(true, "1.1", DisplayName = "wss")]
    [DataRow(true, "2.0", DisplayName = "wss over HTTP/2")]
    public async Task A_WebSocket_is_hit_from_its_next_byte_on(bool secure, string version)
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(EchoAsync, secure ? proxy.Authority : null);
        using HttpMessageInvoker invoker = new(proxy.Handler());
        using ClientWebSocket socket = new();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new UriBuilder(origin.Address) { Scheme = secure ? "wss" : "ws" }.Uri, invoker, CancellationToken.None).Soon();
        Assert.AreEqual("one", await TalkAsync("one"));

        Fault held = proxy.Root.Disturb(f => f.Timeout().WholeConnection());
        Task<string> second = TalkAsync("two");
        await proxy.DisturbedAsync(1).Soon();
        Assert.IsFalse(second.IsCompleted);
        held.Remove();
        Assert.AreEqual("two", await second.Soon());

        proxy.Root.Disturb(f => f.ResetAfter(0).WholeConnection());
        await Assert.ThrowsAsync<WebSocketException>(() => TalkAsync("three"));

        RecordedExchange broken = await proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Faulted, broken.Outcome);
        Assert.AreEqual("held upstream; reset downstream after 0 bytes", string.Join("; ", broken.Faults.Select(f => f.What)));

        async Task<string> TalkAsync(string said)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(said), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).Soon();
            byte[] buffer = new byte[100];
            WebSocketReceiveResult heard = await socket.ReceiveAsync(buffer, CancellationToken.None).Soon();
            return Encoding.ASCII.GetString(buffer, 0, heard.Count);
        }
    }

    [TestMethod]
    [DataRow(false, "1.1")]
    [DataRow(true, "2.0")]
    public async Task A_response_that_goes_on_is_hit_from_its_next_byte_on(bool secure, string version)
    {
        Channel<string> news = Channel.CreateUnbounded<string>();
        await using TestProxy proxy = await TestProxy.StartAsync();
        await using TestOrigin origin = await TestOrigin.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await foreach (string next in news.Reader.ReadAllAsync(context.RequestAborted))
                {
                    await context.Response.WriteAsync($"{next}\n");
                    await context.Response.Body.FlushAsync();
                }
            },
            secure ? proxy.Authority : null);
        await news.Writer.WriteAsync("one");
        using HttpResponseMessage response = await proxy.Client(Version.Parse(version)).GetAsync(origin.Address, HttpCompletionOption.ResponseHeadersRead).Soon();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        Assert.AreEqual("one", await reader.ReadLineAsync().Soon());

        Fault held = proxy.Root.Disturb(f => f.Timeout().WholeConnection());
        await news.Writer.WriteAsync("two");
        await proxy.DisturbedAsync(1).Soon();
        held.Remove();
        Assert.AreEqual("two", await reader.ReadLineAsync().Soon());

        proxy.Root.Disturb(f => f.Reset().WholeConnection());
        await news.Writer.WriteAsync("three");
        await Assert.ThrowsAsync<IOException>(() => reader.ReadLineAsync().Soon());

        RecordedExchange broken = proxy.Root.Exchanges.Single();
        Assert.AreEqual((ExchangeOutcome.Faulted, "one\ntwo\n"), (broken.Outcome, broken.Response?.Text));
        Assert.AreEqual("held downstream; reset downstream", string.Join("; ", broken.Faults.Select(f => f.What)));
    }

    [TestMethod]
    public async Task An_origin_that_breaks_off_while_bytes_are_late_breaks_the_tunnel_off()
    {
        await using TunnelRig rig = await TunnelRig.OpenAsync();
        rig.Proxy.Root.Disturb(f => f.Latency(TimeSpan.Zero).WholeConnection());
        await rig.Origin.SendAsync("hello");
        Assert.AreEqual("hello", await rig.Client.ReadAsync(5).Soon());

        rig.Origin.Reset();

        await rig.Client.ReadToEndAsync().Soon();
        RecordedExchange tunnel = await rig.Proxy.Root.WaitForAsync(r => r);
        Assert.AreEqual(ExchangeOutcome.Tunneled, tunnel.Outcome);
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

    /// <summary>A tunnel through which bytes have passed in both directions.</summary>
    private sealed class TunnelRig(TestProxy proxy, ManualTimeProvider clock, RawOrigin listener, RawConnection client, RawConnection origin) : IAsyncDisposable
    {
        public TestProxy Proxy => proxy;

        public ManualTimeProvider Clock => clock;

        public RawConnection Client => client;

        public RawConnection Origin => origin;

        public static async Task<TunnelRig> OpenAsync()
        {
            ManualTimeProvider clock = new();
            TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] }, clock: clock);

            // Connections that are accepted before the first fault of a session may lose the last bytes before a reset.
            proxy.Root.Disturb(r => r.Host("none"), f => f.Down()).Remove();
            RawOrigin listener = new();
            RawConnection client = await RawConnection.ConnectThroughAsync(proxy.Session, listener.Authority);
            RawConnection origin = await listener.AcceptAsync().Soon();
            await client.SendAsync("a");
            Assert.AreEqual("a", await origin.ReadAsync(1).Soon());
            await origin.SendAsync("b");
            Assert.AreEqual("b", await client.ReadAsync(1).Soon());
            return new TunnelRig(proxy, clock, listener, client, origin);
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            origin.Dispose();
            listener.Dispose();
            await proxy.DisposeAsync();
        }
    }
}
