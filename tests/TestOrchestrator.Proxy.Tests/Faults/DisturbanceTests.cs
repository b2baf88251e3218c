using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Faults;

[TestClass]
public sealed class DisturbanceTests
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(200);

    public static IEnumerable<object[]> Refused =>
    [
        [Bad(f => f.Latency(-s_while)), "TO2280: The latency of a fault is -00:00:00.2000000; it is not negative, and at most 49.17:02:47.2940000."],
        [Bad(f => f.Timeout(TimeSpan.MaxValue)), "TO2280: The timeout of a fault is 10675199.02:48:05.4775807; it is not negative, and at most 49.17:02:47.2940000."],
        [Bad(f => f.Latency(s_while, jitter: 2 * s_while)), "TO2281: The jitter of a fault, 00:00:00.4000000, is more than its latency, 00:00:00.2000000: nothing arrives before it was sent. Give a jitter of at most the latency."],
        [Bad(f => f.Bandwidth(0)), "TO2282: The bandwidth in bytes per second of a fault is 0; it is at least 1."],
        [Bad(f => f.Slicer(10, variation: 10)), "TO2282: The variation of a slice is 10 bytes; it is at least 0 and less than its size, 10 bytes."],
        [Bad(f => f.LimitData(-1)), "TO2282: The limit of data in bytes of a fault is -1; it is at least 0."],
        [Bad(f => f.Reset().Probability(1.5)), "TO2283: The probability of a fault is 1.5; it is more than 0 and at most 1. For none, leave the fault out."],
        [Bad(f => f.Loss(double.NaN)), "TO2283: The loss of a fault is NaN; it is more than 0 and at most 1. For none, leave the fault out."],
        [Bad(f => f.Reset().Calls(3, 2)), "TO2284: A fault cannot hit calls 3 to 2: the first call is 1, and the last one is not before the first one of the range."],
        [Bad(f => f.Downstream()), "TO2285: The fault does nothing. Say what goes wrong, such as f.Latency(TimeSpan.FromMilliseconds(200)) or f.Reset()."],
        [Bad(f => f.Down().Bandwidth(10)), "TO2286: The fault 'down, bandwidth 10 bytes/s' refuses connections, so nothing else that it says could act. Leave out Down, or make two faults."],
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void What_cannot_be_is_refused_when_it_is_said(Func<Disturbance, Disturbance> fault, string message)
    {
        ProxyException refused = Assert.ThrowsExactly<ProxyException>(() => Disturbance.From(fault));

        Assert.AreEqual(message, refused.Message);
    }

    [TestMethod]
    public async Task What_is_known_too_late_is_refused()
    {
        await using TestProxy proxy = await TestProxy.StartAsync();
        Mock mock = proxy.Root.When(r => r.Post("/charge").Form("amount", "10")).Respond(j => j.Status(200));

        ProxyException body = Assert.ThrowsExactly<ProxyException>(() => proxy.Root.Disturb(r => r.Post("/charge").Form("amount", "10"), f => f.Reset()));
        Assert.AreEqual(
            $"TO2287: A fault is decided before the body of a request has come, so its pattern '{mock.Pattern}' cannot ask for form field 'amount'. Ask for host, path, query, headers or cookies, or disturb a mock.",
            body.Message);
        ProxyException upstream = Assert.ThrowsExactly<ProxyException>(() => mock.Disturb(f => f.Bandwidth(10).Upstream()));
        Assert.AreEqual(
            "TO2288: The fault 'bandwidth 10 bytes/s, upstream' of a mock cannot act upstream on the body of requests: it may have been read to find the mock. Give the fault to the scope, or act downstream.",
            upstream.Message);
        Assert.IsFalse(mock.Disturb(f => f.Latency(TimeSpan.Zero).Upstream()).IsRemoved);
    }

    [TestMethod]
    public void Shows_everything_that_was_said()
    {
        Disturbance all = Disturbance.Nothing
            .Latency(s_while, jitter: s_while / 4).Bandwidth(500).Slicer(10, 2, s_while).LimitData(7).SlowClose(s_while).Timeout().Reset(s_while).ResetAfter(3).Loss(0.25)
            .BothWays().Probability(0.5).Calls(2, 4).WholeConnection();

        Assert.AreEqual(
            "latency 200 ms ± 50 ms, timeout without an end, loss 0.25, reset after 200 ms, data limit 7 bytes, reset after 3 bytes, slices of 10 ± 2 bytes, 200 ms apart, "
            + "bandwidth 500 bytes/s, slow close 200 ms, both ways, whole connection, probability 0.5, calls 2 to 4",
            all.ToString());
        Assert.AreEqual("reset, upstream, first 2 calls", Disturbance.Nothing.Reset().Upstream().FirstCalls(2).ToString());
        Assert.AreEqual("down, after call 3", Disturbance.Nothing.Down().AfterCall(3).ToString());
    }

    [TestMethod]
    public void Chance_is_even()
    {
        int hits = Enumerable.Range(1, 10_000).Count(call => new FaultRandom(seed: 42, call, purpose: 0).NextDouble() < 0.3);

        Assert.IsLessThan(150, Math.Abs(hits - 3000));
    }

    private static Func<Disturbance, Disturbance> Bad(Func<Disturbance, Disturbance> fault) => fault;
}
