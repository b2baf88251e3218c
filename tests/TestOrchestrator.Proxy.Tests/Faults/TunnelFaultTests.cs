using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>The toxics of toxiproxy's own documentation in tunnels, whose bytes nobody understands.</summary>
[TestClass]
public sealed class TunnelFaultTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    public async Task Latency_delays_what_passes_each_time()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Latency(s_while).BothWays());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();

        await client.SendAsync("PING");
        await rig.PassAsync(s_while);
        Assert.AreEqual("PING", await origin.ReadAsync(4).Soon());
        await origin.SendAsync("PONG");
        await rig.PassAsync(s_while);
        Assert.AreEqual("PONG", await client.ReadAsync(4).Soon());
        await client.SendAsync("QUIT");
        await rig.PassAsync(s_while);
        Assert.AreEqual("QUIT", await origin.ReadAsync(4).Soon());

        CollectionAssert.AreEquivalent(new[] { "latency 200 ms upstream", "latency 200 ms downstream" }, rig.Tunnel.Faults.Select(f => f.What).ToArray());
    }

    [TestMethod]
    public async Task Down_refuses_at_CONNECT()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Down());
        using RawConnection client = await RawConnection.ConnectAsync(rig.Proxy.Session);

        await client.SendAsync($"CONNECT {rig.Origin.Authority} HTTP/1.1\r\nHost: {rig.Origin.Authority}\r\n\r\n");

        Assert.AreEqual("[reset]", await client.ReadToEndAsync().Soon());
        Assert.IsFalse(rig.Origin.HasPending);
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Tunnel.Outcome);
        StringAssert.StartsWith(rig.Tunnel.ToString(), $"#1 CONNECT tcp://{rig.Origin.Authority}/ -> broken: connection refused, by the fault down for ANY 127.0.0.1/** (scope 'session', seed ");
    }

    [TestMethod]
    public async Task Bandwidth_lets_bytes_flow_evenly()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Bandwidth(500));
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await origin.SendAsync("0123456789abcde");

        string got = "";
        for (int passed = 0; passed < 15; passed += 5)
        {
            await rig.Clock.TimerArmedAsync(TimeSpan.FromMilliseconds(10)).Soon();
            Assert.AreEqual(passed, rig.Tunnel.Tunnel?.BytesReceived);
            rig.Clock.Advance(TimeSpan.FromMilliseconds(10));
            got += await client.ReadAsync(5).Soon();
        }

        Assert.AreEqual("0123456789abcde", got);
    }

    [TestMethod]
    public async Task A_slow_close_comes_late()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.SlowClose(s_while));
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await origin.SendAsync("bye");
        origin.Dispose();
        Assert.AreEqual("bye", await client.ReadAsync(3).Soon());

        await rig.PassAsync(s_while);

        Assert.AreEqual("", await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    public async Task A_timeout_lets_nothing_pass_and_closes()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Timeout(s_while).BothWays());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await client.SendAsync("PING");
        await origin.SendAsync("hello");

        await rig.PassAsync(s_while);

        Assert.AreEqual("", await client.ReadToEndAsync().Soon());
        Assert.AreEqual(ExchangeOutcome.Faulted, rig.Tunnel.Outcome);
        Assert.AreEqual((0, 0), (rig.Tunnel.Tunnel?.BytesSent, rig.Tunnel.Tunnel?.BytesReceived));
    }

    [TestMethod]
    public async Task What_a_timeout_without_an_end_holds_goes_on_when_it_is_removed()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Timeout().BothWays());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await client.SendAsync("PING");
        await origin.SendAsync("hello");

        rig.Fault.Remove();

        Assert.AreEqual("PING", await origin.ReadAsync(4).Soon());
        Assert.AreEqual("hello", await client.ReadAsync(5).Soon());
    }

    [TestMethod]
    public async Task Reset_peer_resets_both_sides()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Reset());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();

        Assert.AreEqual("[reset]", await client.ReadToEndAsync().Soon());
        Assert.AreEqual("[reset]", await origin.ReadToEndAsync().Soon());
        Assert.AreEqual("reset upstream", rig.Tunnel.Faults.Single().What);
    }

    [TestMethod]
    public async Task Reset_peer_resets_after_so_many_bytes()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.ResetAfter(5));
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();

        await origin.SendAsync("0123456789");

        Assert.AreEqual("01234[reset]", await client.ReadToEndAsync().Soon());
    }

    [TestMethod]
    public async Task A_slicer_sends_slice_by_slice()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Slicer(4, gap: s_while).Upstream());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await client.SendAsync("0123456789");

        Assert.AreEqual("0123", await origin.ReadAsync(4).Soon());
        await rig.PassAsync(s_while);
        Assert.AreEqual("4567", await origin.ReadAsync(4).Soon());
        await rig.PassAsync(s_while);
        Assert.AreEqual("89", await origin.ReadAsync(2).Soon());
    }

    [TestMethod]
    public async Task A_data_limit_closes_after_so_many_bytes()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.LimitData(5));
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();

        await origin.SendAsync("0123456789");

        Assert.AreEqual("01234", await client.ReadToEndAsync().Soon());
        Assert.AreEqual("closed downstream after 5 bytes", rig.Tunnel.Faults.Single().What);
    }

    [TestMethod]
    public async Task A_lost_segment_stalls_what_comes_after_it()
    {
        // The segments of the first tunnel with this seed: passes, lost once, lost twice.
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.Loss(0.5).Seed(LossSeed()).Downstream());
        (RawConnection client, RawConnection origin) = await rig.OpenAsync();
        await origin.SendAsync(new string('a', 1460) + new string('b', 1460) + new string('c', 1460));

        Assert.AreEqual(new string('a', 1460), await client.ReadAsync(1460).Soon());
        await rig.PassAsync(s_while);
        Assert.AreEqual(new string('b', 1460), await client.ReadAsync(1460).Soon());
        await rig.PassAsync(s_while + (2 * s_while));
        Assert.AreEqual(new string('c', 1460), await client.ReadAsync(1460).Soon());
        Assert.AreEqual("loses segments downstream", rig.Tunnel.Faults.Single().What);
    }

    private static long LossSeed()
    {
        const int Loss = ((int)FaultHit.Purpose.Loss * 2) + (int)Ways.Downstream;
        return Enumerable.Range(1, 10_000).First(seed =>
        {
            FaultRandom random = new(seed, call: 1, Loss);
            return string.Concat(Enumerable.Range(0, 6).Select(_ => random.NextDouble() < 0.5 ? 'x' : '-')) == "-x-xx-";
        });
    }

    [TestMethod]
    public async Task A_fault_is_decided_when_the_tunnel_opens()
    {
        await using TunnelRig rig = await TunnelRig.StartAsync(f => f.LimitData(5).FirstCalls(1));
        (RawConnection first, RawConnection origin) = await rig.OpenAsync();
        await origin.SendAsync("0123456789");
        Assert.AreEqual("01234", await first.ReadToEndAsync().Soon());

        (RawConnection second, origin) = await rig.OpenAsync();
        await origin.SendAsync("0123456789");

        Assert.AreEqual("0123456789", await second.ReadAsync(10).Soon());
        Assert.AreEqual((2, 1), (rig.Fault.Calls, rig.Fault.Hits));
    }

    private sealed class TunnelRig : IAsyncDisposable
    {
        private readonly List<RawConnection> _connections = [];

        private TunnelRig(TestProxy proxy, ManualTimeProvider clock, Fault fault) => (Proxy, Clock, Fault) = (proxy, clock, fault);

        public TestProxy Proxy { get; }

        public ManualTimeProvider Clock { get; }

        public Fault Fault { get; }

        public RawOrigin Origin { get; } = new();

        public RecordedExchange Tunnel => Proxy.Root.Exchanges[^1];

        public static async Task<TunnelRig> StartAsync(Func<Disturbance, Disturbance> fault)
        {
            ManualTimeProvider clock = new();
            TestProxy proxy = await TestProxy.StartAsync(session: s => s with { Tunnel = ["127.0.0.1"] }, clock: clock);
            return new TunnelRig(proxy, clock, proxy.Root.Disturb(r => r.Host("127.0.0.1"), fault));
        }

        public async Task<(RawConnection Client, RawConnection Origin)> OpenAsync()
        {
            RawConnection client = await RawConnection.ConnectThroughAsync(Proxy.Session, Origin.Authority);
            RawConnection origin = await Origin.AcceptAsync().Soon();
            _connections.AddRange([client, origin]);
            return (client, origin);
        }

        public async Task PassAsync(TimeSpan time)
        {
            await Clock.TimerArmedAsync(time).Soon();
            Clock.Advance(time);
        }

        public async ValueTask DisposeAsync()
        {
            _connections.ForEach(c => c.Dispose());
            Origin.Dispose();
            await Proxy.DisposeAsync();
        }
    }
}
