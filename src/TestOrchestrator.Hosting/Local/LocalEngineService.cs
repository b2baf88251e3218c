using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Foreground;
using TestOrchestrator.Hosting.Proxies;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Runs Aspire's model on the local engine, in the place of Aspire's orchestrator and DCP. It translates the model into a group, has the
/// engine run it, and publishes what happens through Aspire's events and notifications.
/// </summary>
internal sealed class LocalEngineService : IHostedService, IApplicationEngine, IAsyncDisposable
{
    private readonly LocalEngineSettings _settings;
    private readonly DistributedApplicationModel _model;
    private readonly ResourceNotificationService _notifications;
    private readonly IDistributedApplicationEventing _eventing;
    private readonly DistributedApplicationExecutionContext _context;
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly ResourceConfiguration _configuration;
    private readonly ResourceStates _states;
    private readonly ResourceHealth _health;
    private readonly ResourceLogs _logs;
    private readonly ModelTranslation _translation;
    private readonly StartGates _gates = new();
    private readonly ConcurrentDictionary<IResource, SemaphoreSlim> _restarts = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Lazy<Task> _end;
    private readonly List<Task> _background = [];
    private EngineRun? _ownRun;
    private RunningApplication? _application;
    private Task _starting = Task.CompletedTask;

    public LocalEngineService(
        LocalEngineSettings settings,
        DistributedApplicationModel model,
        ResourceNotificationService notifications,
        ResourceLoggerService loggers,
        IDistributedApplicationEventing eventing,
        DistributedApplicationExecutionContext context,
        IServiceProvider services)
    {
        _settings = settings;
        _model = model;
        _notifications = notifications;
        _eventing = eventing;
        _context = context;
        _services = services;
        _logger = services.GetRequiredService<ILogger<LocalEngineService>>();
        TimeProvider timeProvider = settings.Run?.Options.TimeProvider ?? TimeProvider.System;
        _configuration = new(context, loggers, settings);
        _states = new(model, notifications, loggers, eventing, context, services);
        _health = new(notifications, eventing, services, () => _application, timeProvider);
        _logs = new(loggers, _states, () => _application, timeProvider);
        UnitCallbacks callbacks = new()
        {
            Configure = ConfigureAsync,
            Files = unit => _states.GetByUnit(unit.Name).Files,
            BeforeStart = BeforeStartAsync,
        };
        _translation = new(model, settings, services, callbacks);
        _end = new(EndAsync);
    }

    /// <summary>Gets the running group.</summary>
    /// <value>Null until its endpoints are known.</value>
    public RunningApplication? Application => Volatile.Read(ref _application);

    public IReadOnlyList<ResourceStatus> Instances => Application is { } application
        ? [.. application.Units.Values.OrderBy(u => u.Name, StringComparer.Ordinal).Select(u => StatusOf(application, u))]
        : [];

    public IEnumerable<string> StartedResources => Application is { } application
        ? _states.Instances.Where(i => !application.Group.Get(i.Unit).ExplicitStart).Select(i => i.Resource.Name).Distinct(StringComparer.OrdinalIgnoreCase)
        : [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_context.IsPublishMode)
        {
            return;
        }

        try
        {
            await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Aspire ends the process, and stops nothing.
            await _end.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Stops everything. Aspire.Hosting.Testing stops an application twice: the second call waits for the first.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _end.Value;

    public async ValueTask DisposeAsync()
    {
        await _end.Value.ConfigureAwait(false);
        _logs.Dispose();
    }

    /// <summary>Has the checks of servers that the engine itself runs answered by the engine, which knows when they are ready.</summary>
    public void ReplaceChecks(HealthCheckServiceOptions options)
    {
        foreach (IResource server in _model.Resources.Where(r => r.IsContainer() && ContainerImages.IsKnown(r)))
        {
            foreach (IResource resource in ContainerImages.DatabasesOf(server, _model).Prepend(server))
            {
                string key = $"{resource.Name}_check";
                if (resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key)
                    && options.Registrations.FirstOrDefault(r => r.Name == key) is { } registration)
                {
                    registration.Factory = _ => new UnitHealthCheck(resource.Name, () => Application);
                }
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_settings.IsTest)
        {
            MissingParameters.ThrowIfAny(_model);
        }
        else
        {
            ForegroundProcess.Add(this);
        }

        EngineRun run = _settings.Run ?? (_ownRun = _settings.StartRun());
        string filesDirectory = Path.Combine(run.StateDirectory, $"model-{Guid.NewGuid():N}"[..14]);
        GroupDefinition group = await _translation.TranslateAsync(filesDirectory, cancellationToken).ConfigureAwait(false);
        RunningApplication application = run.CreateApplication(
            group,
            new() { Name = _settings.Name, Lane = _settings.Lane, Address = _settings.Address, Kept = _settings.Kept, Changed = Changed });
        Volatile.Write(ref _application, application);

        IResource[] resources = [.. _model.Resources.Where(ModelTranslation.IsRun)];
        _states.Subscribe(_over.Token);
        foreach (IResource resource in resources)
        {
            LifecycleCommands.Add(resource, StartInstanceAsync, StopInstanceAsync, RestartInstanceAsync);
        }

        await _services.GetRequiredService<ParameterProcessor>().InitializeParametersAsync(_model.Resources.OfType<ParameterResource>(), waitForResolution: false).ConfigureAwait(false);
        ApplicationCertificates.Give(_settings.Builder!, resources, application.Address);
        ContainerProxies.Apply(_settings.Builder!, _model, [.. ContainerProxies.Of(_model).Where(ContainerImages.NeedsContainer)], reach: null);
        IResource[] inGroup = [.. resources.Where(r => group.TryGet(r.Name, out _))];
        foreach (IResource resource in inGroup)
        {
            // All before any event: a value that contains an endpoint waits until the endpoint is known.
            EndpointAllocation.Allocate(resource, application);
        }

        await _states.PublishFirstAsync(cancellationToken).ConfigureAwait(false);
        await AddInstancesAsync(group).ConfigureAwait(false);
        foreach (IResource resource in inGroup)
        {
            await _states.PublishEndpointsAsync(resource, cancellationToken).ConfigureAwait(false);
        }

        Note(resources);
        _background.Add(_states.RunAsync(_over.Token));
        _background.Add(_logs.RunAsync(_over.Token));
        if (AspireInternals.Instance.CanReportHealth && _settings.HasHealthChecks)
        {
            _background.Add(_health.RunAsync(_over.Token));
        }

        await MarkNotStartedAsync(resources, group).ConfigureAwait(false);
        _starting = application.StartAsync(_over.Token);
        await WaitUntilCreatedAsync(cancellationToken).ConfigureAwait(false);
        await _eventing.PublishAsync(new AfterResourcesCreatedEvent(_services, _model), cancellationToken).ConfigureAwait(false);
        foreach (IDistributedApplicationLifecycleHook hook in _services.GetServices<IDistributedApplicationLifecycleHook>())
        {
            await hook.AfterResourcesCreatedAsync(_model, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task WaitUntilStartedAsync(CancellationToken cancellationToken) => _starting.WaitAsync(cancellationToken);

    public void ThrowIfAnyFailed() => Application?.ThrowIfAnyFailed();

    public async Task StartResourceAsync(string resource, CancellationToken cancellationToken)
    {
        Forget(resource);
        await Application!.StartUnitAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    public async Task StopResourceAsync(string resource, CancellationToken cancellationToken)
    {
        await Application!.StopUnitAsync(resource).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _states.PublishedAsync(_over.Token).ConfigureAwait(false);
    }

    // The callbacks of a resource run again at its next start.
    private void Forget(string name)
    {
        foreach (IResource resource in _model.Resources.Where(r => StringComparer.OrdinalIgnoreCase.Equals(r.Name, name)))
        {
            AspireInternals.Instance.ForgetCallbackResults(resource);
            _states.Forget(resource);
        }
    }

    private static ResourceStatus StatusOf(RunningApplication application, UnitSnapshot unit) => new()
    {
        Name = unit.Name,
        State = unit.State.ToString(),
        IsFailure = unit.State.IsFailure(),
        IsAsExpected = unit.State is UnitState.Ready or UnitState.Completed or UnitState.Declared,
        IsProgram = application.Group.Get(unit.Unit).IsProgram,
        Reason = unit.Reason,
        Version = unit.Version,
        LogFile = application.LogFileOf(unit.Name),
    };

    private void Changed(UnitSnapshot snapshot)
    {
        _states.Changed(snapshot);
        bool hasFailed = snapshot is { State: UnitState.FailedToStart } or { State: UnitState.Exited, Exit.IsSuccess: false };
        if (hasFailed && !_settings.IsTest)
        {
            // A terminal may be all that its owner looks at.
#pragma warning disable CA1848, CA1873
            _logger.LogError("{Reason}", snapshot.Reason ?? $"'{snapshot.Name}' did not start.");
#pragma warning restore CA1848, CA1873
        }
    }

    // The ids of instances are made by an internal service of Aspire; its notifications have them.
    private async Task AddInstancesAsync(GroupDefinition group)
    {
        Dictionary<IResource, int> replicas = [];
        using CancellationTokenSource enough = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        IAsyncEnumerator<ResourceEvent> events = _notifications.WatchAsync(enough.Token).GetAsyncEnumerator(enough.Token);
        await using (events.ConfigureAwait(false))
        {
            while (true)
            {
                // The last snapshot of every resource comes first, without waiting.
                ValueTask<bool> next = events.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    await enough.CancelAsync().ConfigureAwait(false);
                    await next.AsTask().ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
                    return;
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                IResource resource = events.Current.Resource;
                if (group.TryGet(resource.Name, out UnitDefinition? unit) && seen.Add(events.Current.ResourceId))
                {
                    int replica = replicas[resource] = replicas.TryGetValue(resource, out int last) ? last + 1 : 0;
                    _states.Add(unit.NameOf(replica), new(resource, events.Current.ResourceId, unit.Name, replica));
                }
            }
        }
    }

    private void Note(IResource[] resources)
    {
        foreach ((IResource resource, string text) in _translation.Notes)
        {
            _states.Log(resource, LogLevel.Information, text);
            Application?.Run.Events.Write("note", ("app", Application.Id), ("resource", resource.Name), ("text", text));
        }

        foreach (string loss in resources.Length > 0 ? AspireInternals.Instance.Losses : [])
        {
            string text = AspireInternals.Describe(loss);
            Application?.Run.Events.Write("note", ("app", Application.Id), ("text", text));
            if (!_settings.IsTest)
            {
#pragma warning disable CA1848, CA1873
                _logger.LogWarning("{Loss}", text);
#pragma warning restore CA1848, CA1873
            }
        }
    }

    private async Task MarkNotStartedAsync(IResource[] resources, GroupDefinition group)
    {
        foreach (IResource resource in resources.Where(r => !group.TryGet(r.Name, out UnitDefinition? unit) || unit.ExplicitStart))
        {
            await _notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.NotStarted }).ConfigureAwait(false);
            foreach (ResourceInstance instance in _states.Instances.Where(i => i.Resource == resource))
            {
                instance.SetCreated();
            }
        }
    }

    // As with DCP: the start of an application ends when everything runs or has failed, ready or not.
    private async Task WaitUntilCreatedAsync(CancellationToken cancellationToken)
    {
        Task created = Task.WhenAll(_states.Instances.Select(i => i.Created));
        if (await Task.WhenAny(created, _starting).WaitAsync(cancellationToken).ConfigureAwait(false) == _starting)
        {
            await _starting.ConfigureAwait(false);
        }
    }

    private async Task<UnitConfiguration> ConfigureAsync(IResource resource, UnitContext context, CancellationToken cancellationToken)
    {
        if (Application is { } application && EndpointAllocation.Allocate(resource, application))
        {
            AspireInternals.Instance.ForgetCallbackResults(resource);
        }

        ResourceInstance instance = _states.GetByUnit(context.Name);
        if (ContainerImages.NeedsContainer(resource))
        {
            EndpointAllocation.AllocateInNetwork(_model.Resources, Application!);
            return await _configuration.ResolveContainerAsync(instance, context, cancellationToken).ConfigureAwait(false);
        }

        if (resource.IsContainer())
        {
            UnitConfiguration server = await _configuration.ResolveServerAsync(instance, context, cancellationToken).ConfigureAwait(false);
            return ContainerImages.NameOf(resource) == "postgres" ? server : ContainerImages.ToRedisOptions(server);
        }

        UnitConfiguration configuration = await _configuration.ResolveAsync(instance, context, cancellationToken).ConfigureAwait(false);
        return await ProgramOptions.AddAsync(configuration, resource, cancellationToken).ConfigureAwait(false);
    }

    private Task BeforeStartAsync(IResource resource, UnitContext context, CancellationToken cancellationToken) =>
        _gates.EnterAsync(resource, ModelTranslation.ReplicasOf(resource), isFirst => _states.BeforeStartAsync(
            resource,
            isFirst ? _states.Instances.Where(i => i.Resource == resource) : [_states.GetByUnit(context.Name)],
            cancellationToken));

    private async Task StartInstanceAsync(string id, CancellationToken cancellationToken)
    {
        (RunningApplication application, ResourceInstance instance) = Get(id);
        bool wasWaiting = false;
        await _notifications.PublishUpdateAsync(instance.Resource, instance.Id, s =>
        {
            wasWaiting = s.State?.Text == KnownResourceStates.Waiting;
            return wasWaiting ? s with { State = KnownResourceStates.Starting } : s;
        }).ConfigureAwait(false);
        string name = application.Group.Get(instance.Unit).NameOf(instance.Replica);
        if (wasWaiting || application.Units[name].State.IsUp())
        {
            return;
        }

        Forget(instance.Resource.Name);
        await application.StartUnitAsync(name, cancellationToken).ConfigureAwait(false);
        foreach (UnitDefinition database in application.Group.Units.Where(u => u.DependsOn.Any(d => d.Unit == instance.Unit) && application.Units[u.Name].State == UnitState.Declared))
        {
            await application.StartUnitAsync(database.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StopInstanceAsync(string id, CancellationToken cancellationToken)
    {
        (RunningApplication application, ResourceInstance instance) = Get(id);
        await application.StopUnitAsync(application.Group.Get(instance.Unit).NameOf(instance.Replica)).WaitAsync(cancellationToken).ConfigureAwait(false);

        // A restart goes on at once, and publishes the start itself.
        await _states.PublishedAsync(_over.Token).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Restarts of one resource at the same time come one after the other. That of a subscriber, which another may wait for, does not.
    private async Task RestartInstanceAsync(string id, CancellationToken cancellationToken)
    {
        SemaphoreSlim? turn = _states.IsPublishing ? null : _restarts.GetOrAdd(Get(id).Instance.Resource, static _ => new(1));
        await (turn?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            await StopInstanceAsync(id, cancellationToken).ConfigureAwait(false);
            await StartInstanceAsync(id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn?.Release();
        }
    }

    private (RunningApplication Application, ResourceInstance Instance) Get(string id) =>
        Application is { } application && _states.FindById(id) is { } instance
            ? (application, instance)
            : throw new InvalidOperationException($"TO1708: The local engine does not run '{id}'. It runs: {string.Join(", ", _states.Instances.Select(i => $"'{i.Id}'").Order(StringComparer.Ordinal))}.");

    private async Task EndAsync()
    {
        try
        {
            if (Application is { } application)
            {
                await application.DisposeAsync().ConfigureAwait(false);
            }

            if (_ownRun is { } run)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            ForegroundProcess.Remove(this);
            await _over.CancelAsync().ConfigureAwait(false);
            foreach (Task task in _background.Append(_starting))
            {
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
