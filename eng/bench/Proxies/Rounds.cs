using Bench.Machines;
using Bench.Measuring;

namespace Bench.Proxies;

/// <summary>Collects what is measured by turns, a round at a time, and makes a row of each thing. Not thread-safe.</summary>
internal sealed class Rounds(Report report)
{
    private readonly OrderedDictionary<string, (List<Sample> Samples, List<Conditions> Conditions)> _rows = [];

    /// <summary>Measures a thing once more; if it fails, the report says so.</summary>
    public Task MeasureAsync(string what, Func<Task<Sample>> measure) => report.TryAsync(what, async () =>
    {
        Console.Error.WriteLine(what);
        Sample sample = [];
        Conditions conditions = await Conditions.DuringAsync(async () => sample = await measure());
        sample[ProxyColumns.Others] = conditions.OthersPercent;
        Add(what, [sample], conditions);
    });

    public void Add(string what, IEnumerable<Sample> samples, Conditions conditions)
    {
        if (!_rows.TryGetValue(what, out (List<Sample> Samples, List<Conditions> Conditions) row))
        {
            _rows[what] = row = ([], []);
        }

        row.Samples.AddRange(samples);
        row.Conditions.Add(conditions);
    }

    /// <summary>Gets what was collected of a thing; null if it never succeeded.</summary>
    public Row? Find(string what) => _rows.TryGetValue(what, out (List<Sample> Samples, List<Conditions> Conditions) row) ? RowOf(what, row.Samples, row.Conditions) : null;

    public IEnumerable<Row> Rows() => _rows.Select(row => RowOf(row.Key, row.Value.Samples, row.Value.Conditions));

    // The worst of the rounds: what else the machine did in one of them is not to be hidden by the other.
    private static Row RowOf(string what, List<Sample> samples, List<Conditions> conditions) => new()
    {
        What = what,
        WarmUp = [],
        Samples = [.. samples],
        Conditions = new()
        {
            LoadBefore = conditions[0].LoadBefore,
            LoadAfter = conditions[^1].LoadAfter,
            OthersPercent = conditions.Max(c => c.OthersPercent),
            Seconds = conditions.Sum(c => c.Seconds),
        },
    };
}
