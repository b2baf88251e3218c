using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Proxies;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>
/// Stands beside Aspire's own engine: runs the resources of ours, which DCP does not know. In a test process it also keeps the logs of
/// all resources in files, and knows which of them have failed. Does nothing where the local engine runs the application. Thread-safe.
/// </summary>
internal sealed class DcpApplicationService : IHostedService, IApplicationEngine, IAsyncDisposable
{
    private readonly LocalEngineSettings _settings;
    private readonly DistributedApplicationModel _model;
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IDistributedApplicationEventing _eventing;
    private readonly IServiceProvider _services;
    private readonly DcpIsolation _isolation;
    private readonly ConcurrentDictionary<string, (ResourceEvent Last, long Version)> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _stopped = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _over = new();
    private readonly Lazy<Task> _end;
    private EngineRun? _ownRun;
    private RunningApplication? _application;
    private DcpLogFiles? _logs;
    private DcpProxyRelays? _relays;
    private Task _watch = Task.CompletedTask;

    public DcpApplicationService(LocalEngineSettings settings, IServiceProvider services)
    {
        _settings = settings;
        _services = services;
        _model = services.GetRequiredService<DistributedApplicationModel>();
        _notifications = services.GetRequiredService<ResourceNotificationService>();
        _loggers = services.GetRequiredService<ResourceLoggerService>();
        _eventing = services.GetRequiredService<IDistributedApplicationEventing>();
        _isolation = new(Guid.NewGuid().ToString("N")[..8]);
        _end = new(EndAsync);
    }

    public RunningApplication? Application => Volatile.Read(ref _application);

    public IReadOnlyList<ResourceStatus> Instances => [.. _instances.Values.Select(i => StatusOf(i.Last, i.Version)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    public IEnumerable<string> StartedResources => _model.Resources
        .Where(r => ModelTranslation.IsRun(r) && !AspireInternals.Instance.IsHelper(r))
        .Where(r => !r.Annotations.OfType<ExplicitStartupAnnotation>().Any())
        .Select(r => r.Name);

    private IEnumerable<IResource> Own => _model.Resources.Where(r => r.Annotations.OfType<UnitProviderAnnotation>().Any());

    /// <summary>
    /// Puts the service into an application that is about to be built, before Aspire's engine. Called again, it changes the settings.
    /// </summary>
    public static void Install(IDistributedApplicationBuilder builder, LocalEngineSettings settings)
    {
        IServiceCollection services = builder.Services;
        if (services.FirstOrDefault(s => s.ServiceType == typeof(DcpApplicationService)) is { } earlier)
        {
            services.Remove(earlier);
        }
        else
        {
            int at = LocalEngine.IndexOf(services, AspireInternals.OrchestratorService);
            services.Insert(Math.Max(at, 0), ServiceDescriptor.Singleton<IHostedService>(static s => s.GetRequiredService<DcpApplicationService>()));
        }

        services.AddSingleton(s => new DcpApplicationService(settings with { Builder = builder }, s));
        LocalEngine.TrimForTests(services, settings);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode || _services.GetService<LocalEngineService>() is not null)
        {
            return;
        }

        if (DcpIsolation.Problems(_model).ToArray() is { Length: > 0 } problems)
        {
            throw new DefinitionException([.. problems]);
        }

        if (_settings.IsTest)
        {
            if (_model.Resources.Any(r => r.IsContainer()))
            {
                await ContainerEngine.ThrowIfMissingAsync(cancellationToken).ConfigureAwait(false);
            }

            _isolation.Apply(_model);
            foreach (IResource resource in _isolation.Renamed)
            {
                AspireInternals.Instance.NameInstances(_services, resource);
            }

            DcpTelemetry.Apply(_model, _settings.Telemetry);
        }

        EngineRun run = _settings.Run ?? (_ownRun = _settings.StartRun());
        GroupDefinition group = GroupDefinition.Create(Own.Select(ModelTranslation.OwnUnit));
        RunningApplication application = run.CreateApplication(group, new() { Name = _settings.Name, Lane = Lane.Aspire, Address = _settings.Address });
        Volatile.Write(ref _application, application);
        foreach (string loss in _settings.IsTest ? AspireInternals.Instance.LossesUnderDcp : [])
        {
            run.Events.Write("note", ("app", application.Id), ("text", AspireInternals.Describe(loss)));
        }

        foreach (IResource resource in Own)
        {
            EndpointAllocation.Allocate(resource, application);
            foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                // DCP makes a service of it, and wants to know where.
                endpoint.Port = endpoint.AllocatedEndpoint!.Port;
            }

            _eventing.Subscribe<InitializeResourceEvent>(resource, (e, token) => PublishOwnAsync(e.Resource, e.Services, token));
        }

        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        foreach ((IResource resource, string text) in _isolation.Notes)
        {
            Note(resource, text);
        }

        await LeadContainersToProxiesAsync(application, cancellationToken).ConfigureAwait(false);

        _logs = new(_loggers, run.Options.TimeProvider, _over.Token);
        _watch = _settings.IsTest ? WatchAsync(application, _over.Token) : Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _end.Value;

    public async ValueTask DisposeAsync() => await _end.Value.ConfigureAwait(false);

    // Aspire's engine starts everything while the host starts.
    public Task WaitUntilStartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ThrowIfAnyFailed()
    {
        ResourceStatus[] failures = [.. Instances.Where(i => i.IsFailure)];
        if (failures.Length > 0)
        {
            throw new EngineException(
                "TO1402",
                $"The application '{_settings.Name}' did not start:{string.Concat(failures.Select(f => $"{Environment.NewLine}'{f.Name}' is {f.State}: {f.Reason}"))}");
        }
    }

    public async Task StartResourceAsync(string resource, CancellationToken cancellationToken)
    {
        _stopped.TryRemove(resource, out _);
        if (Application is { } application && application.Group.TryGet(resource, out _))
        {
            await application.StartUnitAsync(resource, cancellationToken).ConfigureAwait(false);
            await PublishStateAsync(resource, KnownResourceStates.Running).ConfigureAwait(false);
            return;
        }

        await Commands.StartAsync(Find(resource), cancellationToken).ConfigureAwait(false);
    }

    public async Task StopResourceAsync(string resource, CancellationToken cancellationToken)
    {
        _stopped[resource] = true;
        if (Application is { } application && application.Group.TryGet(resource, out _))
        {
            await application.StopUnitAsync(resource).ConfigureAwait(false);
            await PublishStateAsync(resource, KnownResourceStates.Finished).ConfigureAwait(false);
            return;
        }

        IResource found = Find(resource);
        if ((await Commands.StopAsync(found, cancellationToken).ConfigureAwait(false)).Contains(DcpCommands.Killed))
        {
            Note(found, "DCP killed it, because it had not ended some seconds after SIGTERM.");
        }

        foreach ((string id, (ResourceEvent last, _)) in _instances.Where(i => i.Value.Last.Resource == found))
        {
            if (await _logs!.CatchUpAsync(id).ConfigureAwait(false) is > 0 and int missing)
            {
                Note(found, $"{missing} lines of the log of '{NameOf(last)}' have not arrived.");
            }
        }
    }

    private async Task LeadContainersToProxiesAsync(RunningApplication application, CancellationToken cancellationToken)
    {
        if (ContainerProxies.Of(_model) is not { Count: > 0 } containers)
        {
            return;
        }

        (ContainerEngineApi? engine, string? whyNot) =
            await DcpProxyRelays.FindEngineAsync(_services, cancellationToken).ConfigureAwait(false);
        _relays = engine is null ? null : new(engine, _services, application, _over.Token);
        ContainerProxies.Apply(_settings.Builder!, _model, containers, _relays is null ? null : _relays.ReachAsync);
        foreach (ContainerResource container in containers.Where(_ => whyNot is not null))
        {
            Note(container, $"It reaches its proxy through DCP's tunnel, whose image DCP builds when it is first needed, because {whyNot}.");
        }
    }

    private DcpCommands Commands => new(
        _services.GetRequiredService<ResourceCommandService>(),
        resource => [.. _instances.Values.Where(i => i.Last.Resource == resource).Select(static i => i.Last.Snapshot.State?.Text)],
        Application!.Run.Options.TimeProvider);

    private IResource Find(string resource) =>
        _model.Resources.FirstOrDefault(r => StringComparer.OrdinalIgnoreCase.Equals(r.Name, resource))
        ?? throw new ArgumentException($"TO1122: The application has no resource '{resource}'.", nameof(resource));

    private void Note(IResource resource, string text)
    {
#pragma warning disable CA1848, CA2254 // Once for each note; the text is a full sentence.
        _loggers.GetLogger(resource).LogInformation(text);
#pragma warning restore CA1848, CA2254
        Application!.Run.Events.Write("note", ("app", Application.Id), ("resource", resource.Name), ("text", text));
    }

    private async Task PublishOwnAsync(IResource resource, IServiceProvider services, CancellationToken cancellationToken)
    {
        await _eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken).ConfigureAwait(false);
        await _eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken).ConfigureAwait(false);
        DateTime now = Application!.Run.Options.TimeProvider.GetUtcNow().UtcDateTime;
        await _notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Running, StartTimeStamp = now }).ConfigureAwait(false);
    }

    private Task PublishStateAsync(string name, string state) =>
        _notifications.PublishUpdateAsync(Own.First(r => StringComparer.OrdinalIgnoreCase.Equals(r.Name, name)), s => s with { State = state });

    private async Task WatchAsync(RunningApplication application, CancellationToken over)
    {
        try
        {
            await foreach (ResourceEvent e in _notifications.WatchAsync(over).ConfigureAwait(false))
            {
                if (!ModelTranslation.IsRun(e.Resource) || AspireInternals.Instance.IsHelper(e.Resource))
                {
                    continue;
                }

                _instances.AddOrUpdate(e.ResourceId, _ => (e, 1), (_, last) => (e, last.Version + 1));
                _logs!.Add(e.ResourceId, application.LogFileOf(NameOf(e)));
            }
        }
        catch (OperationCanceledException)
        {
            // The application is over.
        }
    }

    // DCP adds a suffix to the name of each instance.
    private string NameOf(ResourceEvent e) =>
        _model.Resources.OfType<ProjectResource>().Any(r => r == e.Resource && ModelTranslation.ReplicasOf(r) > 1) ? e.ResourceId : e.Resource.Name;

    private ResourceStatus StatusOf(ResourceEvent e, long version)
    {
        string state = e.Snapshot.State?.Text ?? "Unknown";
        bool isOver = DcpCommands.IsOver(e.Snapshot.State?.Text);
        bool isFailure = state == KnownResourceStates.FailedToStart
            || state == KnownResourceStates.RuntimeUnhealthy
            || (isOver && e.Snapshot.ExitCode is { } code && !ExpectedExitCodes(e.Resource).Contains(code) && !_stopped.ContainsKey(e.Resource.Name));
        string log = Application!.LogFileOf(NameOf(e));
        return new()
        {
            Name = NameOf(e),
            State = state,
            IsFailure = isFailure,
            IsAsExpected = !isFailure && (isOver || state == KnownResourceStates.Running || state == KnownResourceStates.NotStarted),
            IsProgram = e.Resource is ProjectResource or ExecutableResource,
            Reason = isFailure ? ReasonOf(NameOf(e), e.Snapshot.ExitCode, log) : null,
            Version = version,
            LogFile = log,
        };
    }

    private IEnumerable<int> ExpectedExitCodes(IResource resource) => _model.Resources
        .SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
        .Where(w => w.WaitType == WaitType.WaitForCompletion && w.Resource == resource)
        .Select(w => w.ExitCode)
        .Append(0);

    private static string ReasonOf(string name, int? exitCode, string log)
    {
        string code = exitCode is { } value ? string.Create(CultureInfo.InvariantCulture, $" with code {value}") : "";
        return $"'{name}' ended{code}. {LogTail.Quote(log)}";
    }

    private async Task EndAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        foreach (Task task in (_logs?.Tasks ?? []).Append(_watch))
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_relays is { } relays)
        {
            await relays.DisposeAsync().ConfigureAwait(false);
        }

        if (_isolation.Volumes.Count > 0 && await ContainerEngine.RemoveVolumesAsync(_isolation.Volumes).ConfigureAwait(false) is { } answer)
        {
            Application?.Run.Events.Write("note", ("text", $"The volumes {string.Join(", ", _isolation.Volumes)} were not removed: {answer}"));
        }

        if (Application is { } application)
        {
            await application.DisposeAsync().ConfigureAwait(false);
        }

        if (_ownRun is { } run)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }
}
