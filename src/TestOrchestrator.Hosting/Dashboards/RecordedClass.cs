using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Shows a test class of a run that has ended, and the resources of its application, from the directory of the run.</summary>
internal static class RecordedClass
{
    public static async Task ShowAsync(RunDashboard dashboard, ApplicationRecord application, CancellationToken cancellationToken)
    {
        DashboardClass shown = dashboard.Add(application.Name);
        await using (shown.ConfigureAwait(false))
        {
            shown.SetProperty("directory", application.Directory);
            (string text, string style) = application switch
            {
                { Failed: > 0 } => ("Failed", KnownResourceStateStyles.Error),
                { Passed: > 0 } => ("Passed", KnownResourceStateStyles.Success),
                _ => ("Not passed", KnownResourceStateStyles.Warn),
            };
            text = $"{text}, {application.Passed} passed, {application.Failed} failed";
            shown.SetState(text, style, application.Started, application.Stopped ?? application.Started);
            if (File.Exists(application.FailureFile))
            {
                shown.Log(await File.ReadAllTextAsync(application.FailureFile, cancellationToken).ConfigureAwait(false), isError: true);
            }

            foreach (UnitRecord unit in application.Units)
            {
                await ShowAsync(dashboard, shown, application, unit, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task ShowAsync(
        RunDashboard dashboard,
        DashboardClass parent,
        ApplicationRecord application,
        UnitRecord unit,
        CancellationToken cancellationToken)
    {
        RecordedResource resource = new(unit.Name);
        string id = $"{unit.Name}-{application.Id}";
        StateRecord? last = unit.States.LastOrDefault();
        DateTime? started = unit.States.FirstOrDefault(s => s.State is "Starting" or "Running")?.At.UtcDateTime;
        ImmutableArray<ResourcePropertySnapshot> properties = [new("resource.parentName", parent.Id)];
        if (last?.Reason is { } reason)
        {
            properties = properties.Add(new("reason", reason));
        }

        await dashboard.Notifications.PublishUpdateAsync(resource, id, s => s with
        {
            ResourceType = unit.Kind,
            CreationTimeStamp = unit.States.FirstOrDefault()?.At.UtcDateTime ?? application.Started?.UtcDateTime,
            StartTimeStamp = started,
            StopTimeStamp = application.Stopped?.UtcDateTime ?? last?.At.UtcDateTime,
            State = StateOf(last),
            ExitCode = last?.ExitCode,
            Urls = [.. unit.Endpoints.Select(e => new UrlSnapshot(e.Key, e.Value, IsInternal: false) { IsInactive = true })],
            Properties = properties,
            Relationships = [new(parent.Id, "Parent")],
        }).ConfigureAwait(false);
        await CopyLogAsync(unit.LogFile, dashboard.Loggers.GetLogger(id), cancellationToken).ConfigureAwait(false);
    }

    // What the engine called it, in Aspire's words where there are any.
    private static ResourceStateSnapshot StateOf(StateRecord? last) => last?.State switch
    {
        "Ready" or "Running" => new("Running until the end", KnownResourceStateStyles.Success),
        "Completed" => new(KnownResourceStates.Finished, KnownResourceStateStyles.Success),
        "Exited" => new(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
        "FailedToStart" => new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
        "Declared" or null => new(KnownResourceStates.NotStarted, null),
        { } other => new(other, null),
    };

    private static async Task CopyLogAsync(string path, ILogger logger, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        await foreach (string line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            DashboardClass.Write(logger, LogStamp.Strip(line), isError: false);
        }
    }

    private sealed class RecordedResource(string name) : Resource(name);
}
