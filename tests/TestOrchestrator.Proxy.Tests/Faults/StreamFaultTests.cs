using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>How bytes pass in time, on a clock that stands still between them.</summary>
[TestClass]
public sealed class StreamFaultTests
{
    private readonly ManualTimeProvider _clock = new();

    [TestMethod]
    [DataRow(500_000, 10)]
    [DataRow(1_000_000, 10)]
    [DataRow(333, 12)]
    public async Task Bytes_never_run_ahead_of_the_rate_and_never_fall_behind_by_more_than_a_part(int bytesPerSecond, int partMilliseconds)
    {
        Stream body = Shaped(new byte[bytesPerSecond], f => f.Bandwidth(bytesPerSecond));
        Task<long> all = DrainAsync(body);

        for (int at = 0; at < 1000; at++)
        {
            await _clock.TimerArmedAsync(TimeSpan.FromMilliseconds(partMilliseconds)).Soon();
            double due = bytesPerSecond * at / 1000.0;
            Assert.IsLessThanOrEqualTo(due, _drained);
            Assert.IsGreaterThanOrEqualTo(due - (bytesPerSecond * partMilliseconds / 1000.0) - 1, _drained);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await _clock.AdvanceUntilAsync(all, TimeSpan.FromMilliseconds(1));
        Assert.AreEqual(bytesPerSecond, await all);
    }

    [TestMethod]
    public void A_line_makes_up_for_50_ms_of_pause_and_no_more()
    {
        TokenBucket line = new(1000, _clock);
        Assert.AreEqual(TimeSpan.FromMilliseconds(10), line.Take(10));
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.AreEqual(TimeSpan.Zero, line.Take(50));
        Assert.AreEqual(TimeSpan.FromMilliseconds(10), line.Take(10));
    }

    [TestMethod]
    public void Those_who_share_a_line_take_turns()
    {
        TokenBucket line = new(1000, _clock);

        Assert.AreEqual(
            "10, 20, 30",
            string.Join(", ", new[] { line.Take(10), line.Take(10), line.Take(10) }.Select(t => t.TotalMilliseconds)));
    }

    [TestMethod]
    public async Task A_long_line_is_not_a_slow_one()
    {
        TimeSpan latency = TimeSpan.FromSeconds(1);
        ChunkedBody origin = new();
        LatencyStream late = new(origin, Hit(f => f.Latency(latency)), Ways.Downstream, _clock);
        await using (late)
        {
            byte[] got = new byte[10];
            Task<int> first = late.ReadAsync(got).AsTask();
            origin.Add("one");
            await _clock.TimerArmedAsync(latency).Soon();
            _clock.Advance(TimeSpan.FromMilliseconds(400));
            origin.Add("two");
            await origin.TakenAsync(2).Soon();
            _clock.Advance(TimeSpan.FromMilliseconds(600));

            // Both were on their way at once: the second comes 400 ms after the first, not a second.
            Assert.AreEqual("one", Text(got, await first.Soon()));
            Task<int> second = late.ReadAsync(got).AsTask();
            await _clock.TimerArmedAsync(TimeSpan.FromMilliseconds(400)).Soon();
            _clock.Advance(TimeSpan.FromMilliseconds(399));
            Assert.IsFalse(second.IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.AreEqual("two", Text(got, await second.Soon()));
        }
    }

    [TestMethod]
    public async Task No_more_than_64_parts_are_on_their_way()
    {
        ChunkedBody origin = new();
        LatencyStream late = new(origin, Hit(f => f.Latency(TimeSpan.FromSeconds(1))), Ways.Downstream, _clock);
        await using (late)
        {
            Task<int> first = late.ReadAsync(new byte[10]).AsTask();
            for (int part = 0; part < 100; part++)
            {
                origin.Add("part");
            }

            // One is waited for, 64 follow, and one is in the hand of the reader, who finds no room for it.
            await origin.TakenAsync(66).Soon();
            await _clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();
            Assert.AreEqual(66, origin.Taken);
            Assert.IsFalse(first.IsCompleted);
        }
    }

    [TestMethod]
    public async Task Jitter_stays_within_its_bounds_uses_them_and_keeps_the_order()
    {
        FaultRandom random = new(seed: 1, call: 1, purpose: 2);
        TimeSpan[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => random.Around(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)))];
        Assert.IsTrue(drawn.All(t => t >= TimeSpan.FromMilliseconds(150) && t <= TimeSpan.FromMilliseconds(250)));
        Assert.IsLessThan(TimeSpan.FromMilliseconds(155), drawn.Min());
        Assert.IsGreaterThan(TimeSpan.FromMilliseconds(245), drawn.Max());

        ChunkedBody origin = new();
        origin.Add("a", "b", "c", "d", "e");
        origin.End();
        LatencyStream late = new(origin, Hit(f => f.Latency(TimeSpan.FromMilliseconds(200), jitter: TimeSpan.FromMilliseconds(200))), Ways.Downstream, _clock);
        await using (late)
        {
            using StreamReader reader = new(late, leaveOpen: true);
            Task<string> all = reader.ReadToEndAsync();
            await _clock.AdvanceUntilAsync(all, TimeSpan.FromMilliseconds(400));
            Assert.AreEqual("abcde", await all);
        }
    }

    [TestMethod]
    public async Task Slices_vary_within_their_bounds()
    {
        Stream body = Shaped(new byte[10_000], f => f.Slicer(100, variation: 20).Seed(5));
        List<int> sizes = [];
        byte[] buffer = new byte[1000];
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            sizes.Add(read);
        }

        // The last one is what is left.
        sizes.RemoveAt(sizes.Count - 1);
        Assert.AreEqual((80, 120), (sizes.Min(), sizes.Max()));
    }

    [TestMethod]
    public async Task What_bandwidth_holds_goes_on_at_once_when_it_is_removed()
    {
        FaultHit hit = Hit(f => f.Bandwidth(1));
        Stream body = Faults([hit]).OfResponse(new MemoryStream(new byte[1000]), length: null);
        Task<long> all = DrainAsync(body);
        await _clock.TimerArmedAsync(TimeSpan.FromSeconds(1)).Soon();

        hit.Fault.Remove();

        Assert.AreEqual(1000, await all.Soon());
    }

    [TestMethod]
    public async Task What_is_held_when_the_session_ends_does_not_go_on_although_the_fault_ends_too()
    {
        using CancellationTokenSource ending = new();
        FaultHit hit = Hit(f => f.Timeout(), ending.Token);
        Task<bool> held = FaultHold.PassedAsync(hit.Fault, Timeout.InfiniteTimeSpan, _clock, CancellationToken.None).AsTask();

        await ending.CancelAsync();
        hit.Fault.Remove();

        await Assert.ThrowsAsync<OperationCanceledException>(() => held.Soon());
    }

    [TestMethod]
    public async Task Slices_pass_through_a_narrow_line_one_by_one()
    {
        // Slices of 8 bytes at 1,000 bytes a second, which carries parts of 10: 8, 8 and 4.
        Stream body = Faults([Hit(f => f.Bandwidth(1000)), Hit(f => f.Slicer(8))]).OfResponse(new MemoryStream(new byte[20]), length: null);
        Task<long> all = DrainAsync(body);
        List<long> seen = [];
        foreach (int milliseconds in new[] { 8, 8, 4 })
        {
            await _clock.TimerArmedAsync(TimeSpan.FromMilliseconds(milliseconds)).Soon();
            seen.Add(_drained);
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.AreEqual(20, await all.Soon());
        Assert.AreEqual("0, 8, 16", string.Join(", ", seen));
    }

    private long _drained;

    private async Task<long> DrainAsync(Stream body)
    {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            _drained += read;
        }

        return _drained;
    }

    private Stream Shaped(byte[] body, Func<Disturbance, Disturbance> fault) => Faults([Hit(fault)]).OfResponse(new MemoryStream(body), length: null);

    private ExchangeFaults Faults(FaultHit[] hits)
    {
        ExchangeLog log = new(new ProxySessionLimits(), _clock);
        LiveExchange exchange = log.Begin(new ScopeNode("scope", null, null), new RequestHead("GET", new Uri("http://h/"), RecordedHeaders.Empty, "HTTP/1.1"));
        return new ExchangeFaults(hits, exchange, _clock, CancellationToken.None);
    }

    private FaultHit Hit(Func<Disturbance, Disturbance> fault, CancellationToken ending = default) => new Fault("scope", RequestPattern.Any, Disturbance.From(fault), _clock, _ => { }, ending).Decide()!;

    private static string Text(byte[] bytes, int count) => Encoding.ASCII.GetString(bytes, 0, count);
}
