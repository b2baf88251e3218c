using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Shows a test class, and the resources of its application, from the directory of its run. Not thread-safe.</summary>
/// <param name="dashboard">The dashboard.</param>
/// <param name="row">The row of the class.</param>
internal sealed class RecordedClass(RunDashboard dashboard, DashboardClass row) : IAsyncDisposable
{
    private readonly Dictionary<string, RecordedUnit> _units = new(StringComparer.Ordinal);
    private LogReader? _failures;
    private string _shown = "";
    private string? _reopen;

    /// <summary>Shows what is new.</summary>
    /// <param name="application">The application of the class, as it is written now.</param>
    /// <param name="isOver">Whether nothing more is going to be written.</param>
    public async Task UpdateAsync(ApplicationRecord application, bool isOver)
    {
        if (_failures is null)
        {
            _failures = new(application.FailureFile);
            row.SetProperty("directory", application.Directory);
            Offer(application);
        }

        Log(_failures, isOver, line => row.Log(line, isError: true));
        _reopen = application.ReopenedBy is { } appHost ? DashboardClass.ReopenCommand(appHost, application.Directory) : null;
        bool hasEnded = isOver || application.Stopped is not null;
        string nothing = !hasEnded ? application.Ready is null ? "Starting" : "Running"
            : File.Exists(application.FailureFile) ? "Failed to start" : "Not passed";
        (string text, string style) = StateOf(application.Passed, application.Failed, hasEnded, nothing);
        if (text != _shown)
        {
            _shown = text;
            row.SetState(text, style, application.Started, hasEnded ? application.Stopped ?? application.Started : null);
        }

        foreach (UnitRecord unit in application.Units)
        {
            if (!_units.TryGetValue(unit.Name, out RecordedUnit? shown))
            {
                _units.Add(unit.Name, shown = new(dashboard, row.Id, unit, application.Id));
            }

            await shown.UpdateAsync(application, unit, isOver, hasEnded).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the files; the row stays.</summary>
    public void Close()
    {
        _failures?.Dispose();
        foreach (RecordedUnit unit in _units.Values)
        {
            unit.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await row.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Says how tests are going, or went.</summary>
    public static (string Text, string Style) StateOf(int passed, int failed, bool hasEnded, string nothing)
    {
        string counts = string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed");
        return (passed, failed, hasEnded) switch
        {
            (0, 0, true) => (nothing, KnownResourceStateStyles.Warn),
            (0, 0, false) => (nothing, KnownResourceStateStyles.Info),
            (_, _, false) => ($"Running, {counts}", KnownResourceStateStyles.Info),
            (_, > 0, true) => ($"Failed, {counts}", KnownResourceStateStyles.Error),
            _ => ($"Passed, {counts}", KnownResourceStateStyles.Success),
        };
    }

    private static void Log(LogReader from, bool isOver, Action<string> write)
    {
        foreach (string line in from.ReadLines())
        {
            write(line);
        }

        // It will not be finished.
        if (isOver && from.Unfinished is { Length: > 0 } last)
        {
            write(last);
        }
    }

    // What lies in the directory can be shown from another process; an application that runs can be kept only by the one that runs it.
    private void Offer(ApplicationRecord application)
    {
        row.AddCommand("failure-logs", "Show where the logs are", "DocumentText", () => Files("logs", "*.log").Length > 0, () =>
            Task.FromResult(string.Join(Environment.NewLine, Files("logs", "*.log"))));
        row.AddCommand("failure-traffic", "Show where the traffic is (HAR)", "ArrowSwap", () => Files("", "*.har").Length > 0, () =>
            Task.FromResult(string.Join(Environment.NewLine, Files("", "*.har"))));

        row.AddCommand("reopen", "Reopen the application", "ArrowClockwise", () => _reopen is not null, () => Task.FromResult(_reopen ?? ""));

        string[] Files(string folder, string pattern)
        {
            string directory = Path.Combine(application.Directory, folder);
            return Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal)] : [];
        }
    }

    /// <summary>One resource of the application.</summary>
    private sealed class RecordedUnit(RunDashboard dashboard, string parent, UnitRecord first, string application) : IDisposable
    {
        private readonly RecordedResource _resource = new(first.Name);
        private readonly string _id = $"{first.Name}-{application}";
        private readonly LogReader _log = new(first.LogFile);
        private (int States, bool HasEnded)? _shown;

        public async Task UpdateAsync(ApplicationRecord application, UnitRecord unit, bool isOver, bool hasEnded)
        {
            if (_shown != (unit.States.Length, hasEnded))
            {
                _shown = (unit.States.Length, hasEnded);
                await PublishAsync(application, unit, hasEnded).ConfigureAwait(false);
            }

            ILogger logger = dashboard.Loggers.GetLogger(_id);
            Log(_log, isOver, line => DashboardClass.Write(logger, LogStamp.Strip(line), isError: false));
        }

        public void Dispose() => _log.Dispose();

        private Task PublishAsync(ApplicationRecord application, UnitRecord unit, bool hasEnded)
        {
            StateRecord? last = unit.States.LastOrDefault();
            DateTime? started = unit.States.FirstOrDefault(s => s.State is "Starting" or "Running")?.At.UtcDateTime;
            bool isUp = !hasEnded && last?.State is "Ready" or "Running";
            ImmutableArray<ResourcePropertySnapshot> properties = [new(DashboardClass.ParentProperty, parent)];
            if (last?.Reason is { } reason)
            {
                properties = properties.Add(new("reason", reason));
            }

            return dashboard.Notifications.PublishUpdateAsync(_resource, _id, s => s with
            {
                ResourceType = unit.Kind,
                CreationTimeStamp = unit.States.FirstOrDefault()?.At.UtcDateTime ?? application.Started?.UtcDateTime,
                StartTimeStamp = started,
                StopTimeStamp = isUp ? null : application.Stopped?.UtcDateTime ?? last?.At.UtcDateTime,
                State = StateOf(last, isUp),
                ExitCode = last?.ExitCode,
                Urls = [.. unit.Endpoints.Select(e => new UrlSnapshot(e.Key, e.Value, IsInternal: false) { IsInactive = !isUp })],
                Properties = properties,
                Relationships = [new(parent, "Parent")],
            });
        }

        // What the engine called it, in Aspire's words where there are any.
        private static ResourceStateSnapshot StateOf(StateRecord? last, bool isUp) => last?.State switch
        {
            "Ready" or "Running" => new(isUp ? KnownResourceStates.Running : "Running until the end", KnownResourceStateStyles.Success),
            "Completed" => new(KnownResourceStates.Finished, KnownResourceStateStyles.Success),
            "Exited" => new(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
            "FailedToStart" => new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            "Declared" or null => new(KnownResourceStates.NotStarted, null),
            { } other => new(other, null),
        };
    }

    private sealed class RecordedResource(string name) : Resource(name);
}
