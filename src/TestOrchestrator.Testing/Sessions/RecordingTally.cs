using System.Globalization;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>Counts what became of the recordings of a session, test by test, for the end of its output. Thread-safe.</summary>
internal sealed class RecordingTally
{
    private readonly Lock _gate = new();
    private readonly List<(string Test, string Why)> _misses = [];
    private readonly SortedDictionary<string, (int Replayed, int Missed)> _tests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private int _replayed;
    private int _missed;

    /// <summary>Gets a value indicating whether nothing was replayed, missed or written.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _replayed + _missed + _files.Count == 0;
            }
        }
    }

    /// <summary>Gets a value indicating whether a request was not in its recording.</summary>
    public bool HasMisses
    {
        get
        {
            lock (_gate)
            {
                return _missed > 0;
            }
        }
    }

    /// <summary>Gets it in one line.</summary>
    public string Summary
    {
        get
        {
            lock (_gate)
            {
                int all = _replayed + _missed;
                string[] parts =
                [
                    .. all == 0 ? [] : new[] { $"{_replayed} of {Counted(all, "request")} replayed ({Rate(_replayed, all)} %) in {Counted(_tests.Count, "test")}", Counted(_missed, "miss", "misses") },
                    .. _files.Count == 0 ? [] : new[] { $"{Counted(_files.Count, "file")} written" },
                ];
                return $"recordings: {string.Join(", ", parts)}";
            }
        }
    }

    /// <summary>Adds the recordings of a test that has ended.</summary>
    /// <param name="test">Its name.</param>
    /// <param name="recordings">Its recordings.</param>
    /// <param name="written">Those that were written.</param>
    public void Add(string test, IReadOnlyList<Recording> recordings, IEnumerable<Recording> written)
    {
        Recording[] replayed = [.. recordings.Where(r => r.Mode is RecordingMode.Replay or RecordingMode.Update && r.Replayed + r.Missed > 0)];
        lock (_gate)
        {
            _replayed += replayed.Sum(r => r.Replayed);
            _missed += replayed.Sum(r => r.Missed);
            foreach (Recording recording in replayed)
            {
                // A test that is tried again is told once.
                (int before, int missed) = _tests.GetValueOrDefault(test);
                _tests[test] = (before + recording.Replayed, missed + recording.Missed);
            }

            _misses.AddRange(replayed.SelectMany(r => r.Misses).Select(m => (test, m.TrimEnd())));
            _files.UnionWith(written.Select(r => r.File));
        }
    }

    /// <summary>The line, and below it each request that was not replayed, with its test, what came nearest and how it differs.</summary>
    public string Render()
    {
        lock (_gate)
        {
            // A service that tries again and again misses each time.
            IEnumerable<string> misses = _misses.GroupBy(m => m).SelectMany(m => Miss(m.Key.Test, m.Key.Why, m.Count()));
            return string.Join(Environment.NewLine, [Summary, .. misses]);
        }
    }

    /// <summary>How many requests of each test were replayed, a line each.</summary>
    public string RenderTests()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _tests.Select(t => string.Create(
                CultureInfo.InvariantCulture, $"{t.Value.Replayed,5} of {t.Value.Replayed + t.Value.Missed,-5} {t.Key}")));
        }
    }

    private static IEnumerable<string> Miss(string test, string why, int times) =>
    [
        $"  {test}{(times == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({times} times)"))}",
        .. why.Split('\n').Select(line => $"    {line.TrimEnd()}"),
    ];

    // Rounded down: what is called 100 % is all of them.
    private static string Rate(int part, int all) => (Math.Floor(1000.0 * part / all) / 10).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Counted(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? $"{one}s")}");
}
