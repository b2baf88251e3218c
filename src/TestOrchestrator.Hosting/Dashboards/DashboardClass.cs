using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// A test class in the dashboard of a run, and its application below it. What is shown is shown in the background. Thread-safe.
/// </summary>
public sealed class DashboardClass : IAsyncDisposable
{
    /// <summary>The name of the property by which the dashboard knows what a row is below of.</summary>
    internal const string ParentProperty = "resource.parentName";

    private readonly RunDashboard _dashboard;
    private readonly string _id;
    private readonly Row _row;
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _logs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _worker;
    private Task _mirror = Task.CompletedTask;

    /// <param name="dashboard">The dashboard.</param>
    /// <param name="run">The id of the run that the class belongs to.</param>
    /// <param name="name">The full name of the class.</param>
    /// <param name="parent">What the dashboard knows the row by that the class is shown below; null for none.</param>
    internal DashboardClass(RunDashboard dashboard, string run, string name, string? parent = null)
        : this(dashboard, IdentityOf(run, name), "TestClass", "BeakerSettings", new("class", name), parent)
    {
    }

    private DashboardClass(
        RunDashboard dashboard,
        (string Name, string Instance) identity,
        string type,
        string icon,
        ResourcePropertySnapshot property,
        string? parent)
    {
        _dashboard = dashboard;
        _row = new(identity.Name);
        _id = $"{identity.Name}-{identity.Instance}";
        _worker = Task.Run(WorkAsync);
        Post(() => _dashboard.Notifications.PublishUpdateAsync(_row, _id, s => s with
        {
            ResourceType = type,
            IconName = icon,
            CreationTimeStamp = _dashboard.TimeProvider.GetUtcNow().UtcDateTime,
            Properties = parent is null ? [property] : [property, new(ParentProperty, parent)],
            Relationships = parent is null ? [] : [new(parent, "Parent")],
        }));
    }

    /// <summary>Makes the command that starts an application again which was kept.</summary>
    /// <param name="appHost">The directory of the app host.</param>
    /// <param name="directory">The directory of the application in its run directory.</param>
    public static string ReopenCommand(string appHost, string directory) => $"orch run {appHost} --reopen {directory}";

    /// <summary>Gets what the dashboard knows the class by.</summary>
    internal string Id => _id;

    /// <summary>Shows the state of the class.</summary>
    /// <param name="text">The state, such as <c>Running</c>.</param>
    /// <param name="style">One of Aspire's <see cref="KnownResourceStateStyles"/>.</param>
    public void SetState(string text, string style)
    {
        DateTimeOffset now = _dashboard.TimeProvider.GetUtcNow();
        SetState(text, style, started: null, stopped: style == KnownResourceStateStyles.Info ? null : now);
    }

    /// <summary>Shows a state of the class, and when it began and ended.</summary>
    internal void SetState(string text, string style, DateTimeOffset? started, DateTimeOffset? stopped)
    {
        DateTime since = (started ?? _dashboard.TimeProvider.GetUtcNow()).UtcDateTime;
        Post(() => _dashboard.Notifications.PublishUpdateAsync(_row, _id, s => s with
        {
            State = new(text, style),
            StartTimeStamp = s.StartTimeStamp ?? since,
            StopTimeStamp = stopped?.UtcDateTime,
        }));
    }

    /// <summary>Shows where something of the class is, such as its logs.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">Where it is.</param>
    public void SetProperty(string name, string value) =>
        Post(() => _dashboard.Notifications.PublishUpdateAsync(_row, _id, s => s with { Properties = ResourceSnapshots.With(s.Properties, new ResourcePropertySnapshot(name, value)) }));

    /// <summary>Adds lines to the log of the class.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="isError">Whether they are about something that failed.</param>
    public void Log(string text, bool isError = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        Post(() =>
        {
            Write(_dashboard.Loggers.GetLogger(_id), text, isError);
            return Task.CompletedTask;
        });
    }

    /// <summary>Offers a command on the class.</summary>
    /// <param name="name">The name of the command.</param>
    /// <param name="label">What its button says.</param>
    /// <param name="icon">The name of the button's icon, one of Fluent UI's.</param>
    /// <param name="isOffered">Tells whether there is something to do now; asked whenever something of the class changes.</param>
    /// <param name="execute">Does it, and returns a text that is shown.</param>
    public void AddCommand(string name, string label, string icon, Func<bool> isOffered, Func<Task<string>> execute)
    {
        _row.Annotations.Add(new ResourceCommandAnnotation(
            name,
            label,
            _ => isOffered() ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
            async _ =>
            {
                try
                {
                    string text = await execute().ConfigureAwait(false);
                    return CommandResults.Success(label, text, CommandResultFormat.Text, displayImmediately: true);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    return CommandResults.Failure(e.Message);
                }
            },
            displayDescription: null,
            parameter: null,
            confirmationMessage: null,
            icon,
            iconVariant: null,
            isHighlighted: true));
    }

    /// <summary>Shows the resources of an application below the class, until the application or this has been disposed of.</summary>
    /// <param name="application">The application.</param>
    public void Show(AppHostApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        _mirror = Task.Run(() => MirrorAsync(application, _over.Token));
    }

    /// <summary>Ends what is shown; the rows stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _mirror.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task log in _logs.Values)
        {
            await log.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _work.Writer.TryComplete();
        await _worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    /// <summary>Makes the row of a run, which its classes are shown below.</summary>
    internal static DashboardClass OfRun(RunDashboard dashboard, string run, string name, string directory) =>
        new(dashboard, (name, run), "TestRun", "BeakerSettings", new("directory", directory), parent: null);

    /// <summary>Makes the name and the instance by which rows and telemetry know a class: two runs may have one of the same name.</summary>
    internal static (string Name, string Instance) IdentityOf(string run, string className) =>
        (className.Split('.')[^1], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{run}/{className}")))[..8]);

    internal static void Write(ILogger logger, string text, bool isError)
    {
#pragma warning disable CA1848, CA1873, CA2254 // The text is a test's or a program's own.
        logger.Log(isError ? LogLevel.Error : LogLevel.Information, 0, text, null, static (line, _) => line);
#pragma warning restore CA1848, CA1873, CA2254
    }

    private void Post(Func<Task> work) => _work.Writer.TryWrite(work);

    // In order, and beside the tests: a dashboard that fails costs nothing but itself.
    private async Task WorkAsync()
    {
        await foreach (Func<Task> work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await work().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // No test fails because of what shows it.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The next state says it again.
            }
        }
    }

    private async Task MirrorAsync(AppHostApplication application, CancellationToken cancellationToken)
    {
        ResourceLoggerService loggers = application.Application.Services.GetRequiredService<ResourceLoggerService>();
        await foreach (ResourceEvent e in application.Notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (e.Snapshot.IsHidden || e.Resource is ParameterResource || AspireInternals.Instance.IsHelper(e.Resource))
            {
                continue;
            }

            string id = IdOf(e.ResourceId, e.Resource);
            Row row = _rows.GetOrAdd(id, _ => RowOf(e, application.Application.Services));
            IResource? parent = (e.Resource as IResourceWithParent)?.Parent;
            string parentId = parent is null ? _id : _rows.FirstOrDefault(r => r.Value.Source == parent).Key ?? _id;
            Post(() => _dashboard.Notifications.PublishUpdateAsync(row, id, _ => e.Snapshot with
            {
                Properties = ResourceSnapshots.With(e.Snapshot.Properties, new ResourcePropertySnapshot(ParentProperty, parentId)),
                Relationships = [new(parentId, "Parent")],
            }));
            _ = _logs.GetOrAdd(id, _ => CopyLogAsync(loggers, e.ResourceId, _dashboard.Loggers.GetLogger(id), cancellationToken));
        }
    }

    // Instances that an engine runs have an id of their own; the others are named like in every other application.
    private string IdOf(string id, IResource resource) => id == resource.Name ? $"{id}-{_id}" : id;

    private static async Task CopyLogAsync(ResourceLoggerService from, string id, ILogger to, CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<LogLine> lines in from.WatchAsync(id).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (LogLine line in lines)
            {
                Write(to, LogStamp.Strip(line.Content), line.IsErrorMessage);
            }
        }
    }

    private static Row RowOf(ResourceEvent e, IServiceProvider services)
    {
        Row row = new(e.Resource.Name) { Source = e.Resource };
        foreach (ResourceCommandAnnotation command in e.Resource.Annotations.OfType<ResourceCommandAnnotation>())
        {
            row.Annotations.Add(new ResourceCommandAnnotation(
                command.Name,
                command.DisplayName,
                command.UpdateState,
                context => services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(e.ResourceId, command.Name, context.CancellationToken),
                command.DisplayDescription,
                command.Parameter,
                command.ConfirmationMessage,
                command.IconName,
                command.IconVariant,
                command.IsHighlighted));
        }

        return row;
    }

    private sealed class Row(string name) : Resource(name)
    {
        public IResource? Source { get; init; }
    }
}
