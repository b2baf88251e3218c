using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>A disturbance of the exchanges and tunnels that fit a pattern, in effect until its scope ends.</summary>
/// <remarks>
/// Thread-safe. It is decided at the beginning of an exchange or tunnel whether it is hit: one that is in flight when the fault is made is
/// not, unless the fault is one of connections, see <see cref="Disturbance.WholeConnection"/>.
/// </remarks>
public sealed class Fault : IAsyncDisposable
{
    private const int ProbabilityPurpose = 0;

    private readonly Action<Fault> _remove;
    private readonly CancellationTokenSource _removed = new();
    private readonly TokenBucket? _up;
    private readonly TokenBucket? _down;
    private int _calls;
    private int _hits;

    /// <exception cref="ProxyException">TO2287: the pattern asks for what is known too late.</exception>
    internal Fault(string scope, RequestPattern pattern, Disturbance asked, TimeProvider clock, Action<Fault> remove, CancellationToken ending, Mock? mock = null)
    {
        Checked(pattern, asked, mock);
        Mock = mock;
        Ending = ending;
        Scope = scope;
        Pattern = pattern;
        Disturbance = asked;
        Seed = asked.SeedPart ?? Random.Shared.NextInt64();
        Removed = _removed.Token;
        _remove = remove;
        _up = asked.BytesPerSecond is { } up ? new TokenBucket(up, clock) : null;
        _down = asked.BytesPerSecond is { } down ? new TokenBucket(down, clock) : null;
    }

    /// <summary>Gets the exchanges that it may hit; tunnels have the URL <c>tcp://host:port/</c>.</summary>
    public RequestPattern Pattern { get; }

    /// <summary>Gets the mock whose answers it disturbs.</summary>
    /// <value><see langword="null"/> when it disturbs all that its pattern fits.</value>
    public Mock? Mock { get; }

    /// <summary>Gets what goes wrong.</summary>
    public Disturbance Disturbance { get; }

    /// <summary>Gets the name of the scope that it belongs to.</summary>
    public string Scope { get; }

    /// <summary>Gets the seed of its chance; <see cref="Disturbance.Seed"/> with it repeats what happened.</summary>
    public long Seed { get; }

    /// <summary>Gets how many exchanges, tunnels and refusable connections its pattern fitted, hit or not.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets how many of them it hit.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Gets a value indicating whether it was removed, or its scope has ended.</summary>
    public bool IsRemoved => Removed.IsCancellationRequested;

    /// <summary>
    /// Gets or sets its number in the session, from 1 in the order in which faults were made; set once, before anybody sees the fault.
    /// </summary>
    internal int Number { get; set; }

    /// <summary>Gets a token that is canceled when the fault is removed: what it holds goes on.</summary>
    internal CancellationToken Removed { get; }

    /// <summary>
    /// Gets a token that is canceled when the session ends, which is before its faults are removed: what they hold then does not go on.
    /// </summary>
    internal CancellationToken Ending { get; }

    /// <summary>
    /// Removes the fault: what it holds goes on at once, and what it has not broken yet stays whole. Safe to call more than once.
    /// </summary>
    public void Remove()
    {
        _remove(this);
        _removed.Cancel();
    }

    /// <summary>Removes the fault, as <see cref="Remove"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        _remove(this);
        await _removed.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Shows the disturbance, the pattern, the scope and the seed.</summary>
    public override string ToString() => $"{Disturbance} for {Pattern} (scope '{Scope}', seed {Seed})";

    /// <summary>Counts a call that the pattern fits, and decides whether it is hit.</summary>
    internal FaultHit? Decide()
    {
        int call = Interlocked.Increment(ref _calls);
        bool isMeant = call >= Disturbance.Range.First && call <= Disturbance.Range.Last;
        if (!isMeant || IsRemoved || (Disturbance.Chance < 1 && new FaultRandom(Seed, call, ProbabilityPurpose).NextDouble() >= Disturbance.Chance))
        {
            return null;
        }

        Interlocked.Increment(ref _hits);
        return new FaultHit(this, call);
    }

    private static void Checked(RequestPattern pattern, Disturbance asked, Mock? mock)
    {
        // What a mock asks for has been found out when it answers.
        if (mock is null && pattern.Parts.FirstOrDefault(p => p.Rank >= PartRank.Parameter) is { } late)
        {
            throw FaultErrors.NeedsBody(pattern, late);
        }

        if (mock is not null && asked.Shapes(Ways.Upstream))
        {
            throw FaultErrors.BodyOfMock(asked);
        }
    }

    internal TokenBucket? Line(Ways way) => way == Ways.Upstream ? _up : _down;
}
