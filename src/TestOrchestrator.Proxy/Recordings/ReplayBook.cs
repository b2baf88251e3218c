using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>
/// Finds requests among recorded calls: of those that are the same the first that is left, and after the last one that again. Thread-safe.
/// </summary>
internal sealed class ReplayBook(IReadOnlyList<RecordedCall> calls, RecordingSecrets secrets, RecordingOptions options)
{
    private readonly Lock _gate = new();

    public IReadOnlyList<RecordedCall> Calls => calls;

    /// <summary>The call; <see langword="null"/> for a miss.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shiftOf">How much later than a call it is now.</param>
    /// <param name="nearest">The calls and how the request differs from each, for a miss.</param>
    public RecordedCall? Take(RecordedRequest request, Func<RecordedCall, TimeSpan> shiftOf, out IReadOnlyCollection<ReplayCandidate> nearest)
    {
        RequestKey key = RequestKey.Of(request, options);
        lock (_gate)
        {
            List<ReplayCandidate> same = Same_UnderGate(key, shiftOf, out nearest);
            ReplayCandidate? taken = same.Find(c => !c.Call.IsUsed_UnderGate) ?? (options.StrictRepeats ? null : same.MaxBy(c => c.Call.Number));
            if (taken is null)
            {
                nearest = same.Count > 0 ? same : nearest;
                return null;
            }

            taken.Call.IsUsed_UnderGate = true;
            secrets.Bind(taken.Bindings);
            return taken.Call;
        }
    }

    /// <summary>The calls that nobody has asked for.</summary>
    public IReadOnlyList<RecordedCall> Unused()
    {
        lock (_gate)
        {
            return [.. calls.Where(c => !c.IsUsed_UnderGate)];
        }
    }

    // What is literally the same goes before what is the same but for its dates: a number may look like a date.
    private List<ReplayCandidate> Same_UnderGate(RequestKey key, Func<RecordedCall, TimeSpan> shiftOf, out IReadOnlyCollection<ReplayCandidate> all)
    {
        List<ReplayCandidate> candidates = [.. calls.Select(c => Compare_UnderGate(c, key, shift: null))];
        List<ReplayCandidate> same = candidates.FindAll(c => c.Differences.IsEmpty);
        all = candidates;
        if (options.MatchDates && (same.Count == 0 || same.TrueForAll(c => c.Call.IsUsed_UnderGate)))
        {
            candidates = [.. calls.Select(c => Compare_UnderGate(c, key, shiftOf(c)))];
            all = candidates;
            same.AddRange(candidates.Where(c => c.Differences.IsEmpty && !same.Exists(s => s.Call == c.Call)));
        }

        return same;
    }

    private ReplayCandidate Compare_UnderGate(RecordedCall call, RequestKey key, TimeSpan? shift)
    {
        KeyComparison comparison = new(secrets, shift);
        return new ReplayCandidate { Call = call, Differences = comparison.Compare(call.Key, key), Bindings = comparison.Bindings };
    }
}
