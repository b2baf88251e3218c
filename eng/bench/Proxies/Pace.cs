using Bench.Options;

namespace Bench.Proxies;

/// <summary>How long and how often is measured. Immutable.</summary>
internal sealed record Pace
{
    private const int UsualRounds = 2;
    private const int QuickShare = 20;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_quickWindow = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_quickWarmUp = TimeSpan.FromSeconds(1);

    // Client and origin are of .NET.
    private static readonly TimeSpan s_direct = TimeSpan.FromSeconds(8);

    // Two windows of new connections after a longer one would use up the ports of the machine, each of which rests for a minute.
    private static readonly TimeSpan s_freshWarmUp = TimeSpan.FromSeconds(3);

    private readonly bool _quick;

    public Pace(BenchOptions options)
    {
        _quick = options.Quick;
        Rounds = options.RunsOr(_quick ? 1 : UsualRounds);
        Window = options.Window ?? (_quick ? s_quickWindow : s_window);
    }

    public int Rounds { get; }

    /// <summary>Gets how long each window counts.</summary>
    public TimeSpan Window { get; }

    public TimeSpan WarmUp(IContender? contender) => Shorter(contender?.WarmUp ?? s_direct, _quick ? s_quickWarmUp : TimeSpan.MaxValue);

    /// <summary>The same for new connections.</summary>
    public TimeSpan FreshWarmUp(IContender? contender) => Shorter(WarmUp(contender), s_freshWarmUp);

    /// <summary>Gets a number of things, or fewer for a glance.</summary>
    public int Count(int usual) => _quick ? usual / QuickShare : usual;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
