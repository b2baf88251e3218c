using System.Globalization;
using Bench.Cases;
using Bench.Loads;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;
using Bench.Proxies.Parts;

namespace Bench.Proxies;

/// <summary>The intercepting proxy, by turns with its peers, with one client and one origin.</summary>
internal sealed class ProxyCase : ICase
{
    private static readonly IProxyPart[] s_parts =
        [new ThroughputPart(), new HandshakePart(), new MockPart(), new LatencyPart(), new DownloadPart(), new StartPart(), new SessionPart(), new MemoryPart(), new MatchingPart()];

    private static readonly OurProxy s_ours = new();

    public string Name => "proxy";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        string[] unknown = [.. options.Only.Except(s_parts.Select(p => p.Name))];
        if (unknown.Length > 0)
        {
            report.Miss($"'{string.Join(',', unknown)}' of the case '{Name}'", $"there is no such part. There are: {string.Join(", ", s_parts.Select(p => p.Name))}.");
        }

        Rounds rounds = new(report);
        IContender[] peers;
        await using (Ground ground = await Ground.CreateAsync())
        {
            peers = options.Peers ? await PresentAsync(report, ground, [new MitmdumpPeer(), new MockttpPeer(records: false), new MockttpPeer(records: true), new SquidPeer()]) : [];
            IContender?[] contenders = [null, s_ours, .. peers];
            ProxyStage stage = new() { Ground = ground, Pace = new(options), Rounds = rounds };
            for (int round = 0; round < stage.Pace.Rounds; round++)
            {
                foreach (IProxyPart part in s_parts.Where(p => options.Only.IsEmpty || options.Only.Contains(p.Name)))
                {
                    foreach (IContender? contender in contenders.Where(part.IsFor))
                    {
                        await report.TryAsync(ProxyStage.Name($"A round of '{part.Name}'", contender), () => part.MeasureAsync(stage, contender));
                    }
                }
            }
        }

        rounds.Rows().ToList().ForEach(report.Add);
        Conclude(report, rounds, peers);
        if (options.Quick)
        {
            report.Note("This was a glance (--quick): its figures mean little.");
        }
    }

    // One that is there but does not answer would keep every part waiting.
    private static async Task<IContender[]> PresentAsync(Report report, Ground ground, IContender[] peers)
    {
        List<IContender> present = [];
        foreach (IContender peer in peers)
        {
            if (peer.Missing is { } missing)
            {
                report.Miss(peer.Name, missing);
            }
            else
            {
                await report.TryAsync(peer.Name, async () =>
                {
                    await using RunningProxy proxy = await peer.StartAsync(ground, new());
                    await ground.LoadAsync(proxy, new() { Kind = LoadKind.Once, Url = ground.Plain("/") });
                    await ground.LoadAsync(proxy, new() { Kind = LoadKind.Once, Url = ground.Tls("/") });
                    await Interception.CheckAsync(ground, proxy);
                    present.Add(peer);
                });
            }
        }

        return [.. present];
    }

    private static void Conclude(Report report, Rounds rounds, IContender[] peers)
    {
        foreach (string what in new[] { ThroughputPart.Plain, ThroughputPart.Tls, HandshakePart.Full, HandshakePart.Resumed })
        {
            // More is better, so the other way round than times.
            Compare(what, (ours, peer) => report.Compare(peer, ProxyColumns.Rate, ours, ProxyColumns.Rate));
        }

        foreach (string what in new[] { ThroughputPart.Plain, ThroughputPart.Tls })
        {
            Compare(what, (ours, peer) => report.Compare(ours, ProxyColumns.P99, peer, ProxyColumns.P99));
        }

        foreach (string what in new[] { LatencyPart.Plain, LatencyPart.Tls })
        {
            if (rounds.Find(ProxyStage.Name(what, null)) is { } direct && rounds.Find(ProxyStage.Name(what, s_ours)) is { } ours)
            {
                report.Note(string.Create(CultureInfo.InvariantCulture, $"{what}: the proxy adds {ours.Median(ProxyColumns.P50) - direct.Median(ProxyColumns.P50):0.000} ms to the median."));
            }
        }

        void Compare(string what, Action<Row, Row> compare)
        {
            foreach (IContender peer in peers)
            {
                if (rounds.Find(ProxyStage.Name(what, s_ours)) is { } ours && rounds.Find(ProxyStage.Name(what, peer)) is { } row)
                {
                    compare(ours, row);
                }
            }
        }
    }
}
