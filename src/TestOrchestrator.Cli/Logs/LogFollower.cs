namespace TestOrchestrator.Cli.Logs;

/// <summary>
/// Prints the logs of several processes as one. Lines with stamps are in their order; others in the order in which they are seen.
/// </summary>
internal sealed class LogFollower : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly LogFile[] _files;
    private readonly TextWriter _output;
    private readonly int _width;

    public LogFollower(IReadOnlyList<(string Process, string Path)> logs, TextWriter output)
    {
        _files = [.. logs.Select(l => new LogFile(l.Process, l.Path))];
        _width = logs.Select(l => l.Process.Length).DefaultIfEmpty(0).Max();
        _output = output;
    }

    /// <summary>Prints what is there.</summary>
    /// <param name="tail">How many lines at the most, the last ones; null for all.</param>
    public void PrintAll(int? tail)
    {
        LogLine[] lines = Merge([.. _files.SelectMany(f => f.ReadRotated()), .. _files.SelectMany(f => f.ReadLines())]);
        Print(tail is { } count ? lines.TakeLast(count) : lines);
    }

    /// <summary>Prints what comes, until it is canceled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Print(Merge(_files.SelectMany(f => f.ReadLines())));
            await Task.Delay(s_interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Array.ForEach(_files, f => f.Dispose());

    // Stable: what has no stamp stays where it is in its own log.
    private static LogLine[] Merge(IEnumerable<LogLine> lines) => [.. lines.OrderBy(l => l.Stamp, StringComparer.Ordinal)];

    private void Print(IEnumerable<LogLine> lines)
    {
        foreach (LogLine line in lines)
        {
            _output.WriteLine(_files.Length == 1 ? line.Text : $"{line.Process.PadRight(_width)} | {line.Text}");
        }
    }
}
