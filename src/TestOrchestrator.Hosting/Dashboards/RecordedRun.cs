using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Shows a run in a dashboard from its directory, while the run goes on or when it is over. Not thread-safe.</summary>
/// <param name="dashboard">The dashboard.</param>
/// <param name="directory">The directory of the run.</param>
/// <param name="telemetry">What sends its telemetry.</param>
internal sealed class RecordedRun(RunDashboard dashboard, string directory, TelemetryReader telemetry) : IAsyncDisposable
{
    private readonly RunReader _reader = new(directory);
    private readonly Dictionary<string, RecordedClass> _classes = new(StringComparer.Ordinal);
    private DashboardClass? _row;
    private string _shown = "";
    private bool _isComplete;

    /// <summary>Whether the run has a row that its classes are below; else they are all that the dashboard shows.</summary>
    public bool HasRow { get; init; }

    /// <summary>Shows the run as one that can be opened.</summary>
    /// <param name="record">The run.</param>
    /// <param name="open">Shows what it had.</param>
    public void Offer(RunRecord record, Func<RecordedRun, Task> open)
    {
        Show(record, isOver: true);
        Row(record).AddCommand("open", "Show the run", "FolderOpen", () => !_isComplete, async () =>
        {
            await open(this).ConfigureAwait(false);
            return $"'{record.Name} {record.Id}' is shown, from '{record.Directory}'.";
        });
    }

    /// <summary>Shows what has been written since the last time.</summary>
    /// <param name="isOver">Whether nothing more is going to be written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task UpdateAsync(bool isOver, CancellationToken cancellationToken)
    {
        if (_isComplete)
        {
            return;
        }

        RunRecord record = _reader.Read();
        isOver |= record.Ended is not null;
        if (HasRow)
        {
            Show(record, isOver);
        }

        foreach (ApplicationRecord application in record.Applications.Where(a => a.Name != RunDashboard.ApplicationName))
        {
            if (!_classes.TryGetValue(application.Id, out RecordedClass? shown))
            {
                DashboardClass row = new(dashboard, record.Id, application.Name, _row?.Id);
                _classes.Add(application.Id, shown = new(dashboard, row));
            }

            await shown.UpdateAsync(application, isOver).ConfigureAwait(false);
        }

        await telemetry.SendAsync(cancellationToken).ConfigureAwait(false);
        if (isOver)
        {
            _isComplete = true;
            Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RecordedClass shown in _classes.Values)
        {
            await shown.DisposeAsync().ConfigureAwait(false);
        }

        if (_row is not null)
        {
            await _row.DisposeAsync().ConfigureAwait(false);
        }

        Close();
    }

    // A dashboard that is open all day shows many runs.
    private void Close()
    {
        foreach (RecordedClass shown in _classes.Values)
        {
            shown.Close();
        }

        telemetry.Dispose();
        _reader.Dispose();
    }

    private DashboardClass Row(RunRecord record) => _row ??= DashboardClass.OfRun(dashboard, record.Id, record.Name, record.Directory);

    private void Show(RunRecord record, bool isOver)
    {
        (string text, string style) = RecordedClass.StateOf(record.Passed, record.Failed, isOver, nothing: isOver ? "No tests" : "Running");
        if (text != _shown)
        {
            _shown = text;
            DateTimeOffset? ended = record.Ended ?? record.Applications.Max(static a => a.Stopped) ?? record.Started;
            Row(record).SetState(text, style, record.Started, isOver ? ended : null);
        }
    }
}
