using System.Globalization;

namespace Bench.Measuring;

/// <summary>What was measured, what was not, and how it compares.</summary>
internal sealed class Report
{
    private const int ShownLines = 2;

    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _missing = [];
    private readonly List<Comparison> _comparisons = [];

    public IReadOnlyList<Row> Rows => _rows;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Gets what was asked for and could not be measured, each with what helps.</summary>
    public IReadOnlyList<string> Missing => _missing;

    public IReadOnlyList<Comparison> Comparisons => _comparisons;

    public void Add(Row row) => _rows.Add(row);

    public void Note(string text) => _notes.Add(text);

    public void Miss(string what, string why) => _missing.Add($"{what} was not measured: {why}");

    /// <summary>Measures something; if it fails, the report says so, and the rest is measured all the same.</summary>
    public async Task TryAsync(string what, Func<Task> measure)
    {
        try
        {
            await measure();
        }
#pragma warning disable CA1031 // What everything else has measured is worth showing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(e);
            Miss(what, $"{e.GetType().Name}: {string.Join(' ', e.Message.Split('\n').Take(ShownLines))}");
        }
    }

    /// <summary>Says how many times as long a peer takes; both were measured in this run.</summary>
    public void Compare(Row ours, string column, Row peer, string peerColumn) => _comparisons.Add(new()
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"{peer.What} ({peerColumn}) : {ours.What} ({column})"),
        Ratio = peer.Median(peerColumn) / ours.Median(column),
    });
}
