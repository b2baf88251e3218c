using System.Collections.Concurrent;
using System.Threading.Channels;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Publishes what happens to units through Aspire's notifications and events, in the order in which it happened. What a user's code or
/// Aspire's dashboard sees is the same as with DCP. Thread-safe.
/// </summary>
internal sealed class ResourceStates(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext context,
    IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, ResourceInstance> _byUnitInstance = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _announced = new(StringComparer.OrdinalIgnoreCase);
    private readonly Channel<(UnitSnapshot? Change, TaskCompletionSource? Reached)> _changes = Channel.CreateUnbounded<(UnitSnapshot? Change, TaskCompletionSource? Reached)>(new() { SingleReader = true });
    private readonly AsyncLocal<bool> _isPublishing = new();
    private readonly ILookup<IResource, IResource> _children = model.Resources.OfType<IResourceWithParent>().ToLookup(c =>
        c.Parent, c => (IResource)c);

    /// <summary>Gets the instances that the engine runs.</summary>
    public IEnumerable<ResourceInstance> Instances => _byUnitInstance.Values;

    /// <summary>Whether the caller is a subscriber to a change.</summary>
    public bool IsPublishing => _isPublishing.Value;

    /// <summary>Finds an instance by the id that Aspire knows it by.</summary>
    public ResourceInstance? FindById(string id) =>
        _byUnitInstance.Values.FirstOrDefault(i => StringComparer.OrdinalIgnoreCase.Equals(i.Id, id));

    /// <summary>Finds an instance by the name of the unit's instance.</summary>
    public ResourceInstance GetByUnit(string unitInstance) => _byUnitInstance[unitInstance];

    public void Add(string unitInstance, ResourceInstance instance) => _byUnitInstance[unitInstance] = instance;

    /// <summary>Takes a change. Returns at once.</summary>
    public void Changed(UnitSnapshot snapshot) => _changes.Writer.TryWrite((snapshot, null));

    /// <summary>
    /// Waits until every change that was taken before is published. A subscriber, which is called meanwhile, does not wait.
    /// </summary>
    public Task PublishedAsync(CancellationToken over)
    {
        if (IsPublishing)
        {
            return Task.CompletedTask;
        }

        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _changes.Writer.TryWrite((null, reached));
        return reached.Task.WaitAsync(over);
    }

    /// <summary>Publishes the first state of every resource, and has resources that run themselves begin.</summary>
    public async Task PublishFirstAsync(CancellationToken cancellationToken)
    {
        foreach (IResource resource in model.Resources.ToArray())
        {
            IResource? parent = resource is IResourceWithParent child ? child.Parent
                : resource.Annotations.OfType<ResourceRelationshipAnnotation>().LastOrDefault(r => r.Type == "Parent")?.Resource;
            string? parentId = parent is null ? null : await IdOfAsync(parent).ConfigureAwait(false);
            await notifications.PublishUpdateAsync(resource, s => ResourceSnapshots.First(s, resource, parentId)).ConfigureAwait(false);
            await eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, loggers, notifications, services), EventDispatchBehavior.NonBlockingConcurrent, cancellationToken).ConfigureAwait(false);
        }
    }

    // A parent may come later in the model than its child, and has an id as soon as anything was published of it.
    private async Task<string> IdOfAsync(IResource resource)
    {
        if (model.Resources.Contains(resource) && !notifications.TryGetCurrentState(resource.Name, out _))
        {
            await notifications.PublishUpdateAsync(resource, static s => s).ConfigureAwait(false);
        }

        return notifications.TryGetCurrentState(resource.Name, out ResourceEvent? known) ? known.ResourceId : resource.Name;
    }

    /// <summary>Publishes that the endpoints of a resource are known, once.</summary>
    public async Task PublishEndpointsAsync(IResource resource, CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), EventDispatchBehavior.BlockingSequential, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does what Aspire's orchestrator does for its own events: URLs, connection strings as properties, and waits.</summary>
    public void Subscribe(CancellationToken over)
    {
        eventing.Subscribe<ResourceEndpointsAllocatedEvent>(async (e, token) =>
        {
            await ResourceUrls.ProcessAsync(e.Resource, context, loggers.GetLogger(e.Resource), token).ConfigureAwait(false);
            await notifications.PublishUpdateAsync(e.Resource, s => s with { Urls = ResourceUrls.Snapshots(e.Resource, isRunning: null) }).ConfigureAwait(false);
        });
        eventing.Subscribe<ConnectionStringAvailableEvent>(async (e, token) =>
        {
            if (e.Resource is IResourceWithConnectionString connection)
            {
                ResourcePropertySnapshot[] properties = await ResourceSnapshots.ConnectionAsync(connection, token).ConfigureAwait(false);
                await notifications
                    .PublishUpdateAsync(e.Resource, s => s with { Properties = ResourceSnapshots.With(s.Properties, properties) })
                    .ConfigureAwait(false);
            }
        });
        eventing.Subscribe<BeforeResourceStartedEvent>((e, token) => WaitForDependenciesAsync(e.Resource, token, over));
    }

    /// <summary>Does what comes before instances of a resource start: their states, its connection string, and its waits.</summary>
    public async Task BeforeStartAsync(IResource resource, IEnumerable<ResourceInstance> instances, CancellationToken cancellationToken)
    {
        foreach (ResourceInstance instance in instances)
        {
            await notifications.PublishUpdateAsync(resource, instance.Id, s => ResourceSnapshots.Starting(s, resource)).ConfigureAwait(false);
        }

        if (resource.IsContainer())
        {
            await PublishChildrenAsync(resource, KnownResourceStates.Starting, null, null).ConfigureAwait(false);
        }

        await PublishConnectionStringsAsync(resource, cancellationToken).ConfigureAwait(false);
        await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the connection string of a resource be published again at its next start.</summary>
    public void Forget(IResource resource) => _announced.TryRemove(resource.Name, out _);

    /// <summary>Publishes changes until no more come.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await foreach ((UnitSnapshot? change, TaskCompletionSource? reached) in _changes.Reader.ReadAllAsync(over).ConfigureAwait(false))
        {
            reached?.TrySetResult();
            if (change is not null && _byUnitInstance.TryGetValue(change.Name, out ResourceInstance? instance))
            {
                await TryPublishAsync(instance, change, over).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes a line about a resource into its log in Aspire.</summary>
    public void Log(IResource resource, LogLevel level, string text)
    {
#pragma warning disable CA1848, CA1873 // A few lines for each application.
        loggers.GetLogger(resource).Log(level, "{Text}", text);
#pragma warning restore CA1848, CA1873
    }

    // A subscriber of the app host's that fails must not keep later changes from being published.
    private async Task TryPublishAsync(ResourceInstance instance, UnitSnapshot change, CancellationToken over)
    {
        _isPublishing.Value = true;
        try
        {
            await PublishAsync(instance, change, over).ConfigureAwait(false);
        }
#pragma warning disable CA1031
        catch (Exception e) when (!over.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log(instance.Resource, LogLevel.Error, $"A subscriber failed when '{change.Name}' became {change.State}: {e}");
            instance.SetCreated();
        }
    }

    private async Task PublishAsync(ResourceInstance instance, UnitSnapshot change, CancellationToken cancellationToken)
    {
        IResource resource = instance.Resource;
        switch (change.State)
        {
            case UnitState.Running:
                await notifications.PublishUpdateAsync(resource, instance.Id, s => ResourceSnapshots.Running(s, instance, change.Process, change.Since)).ConfigureAwait(false);
                if (resource.IsContainer())
                {
                    await PublishChildrenAsync(resource, KnownResourceStates.Running, change.Since.UtcDateTime, null).ConfigureAwait(false);
                }

                instance.SetCreated();
                break;
            case UnitState.Stopping:
                await notifications.PublishUpdateAsync(resource, instance.Id, s => s with { State = KnownResourceStates.Stopping }).ConfigureAwait(false);
                if (resource.IsContainer())
                {
                    await PublishChildrenAsync(resource, KnownResourceStates.Stopping, null, null).ConfigureAwait(false);
                }

                break;
            case UnitState.Stopped or UnitState.Completed or UnitState.Exited:
                await PublishEndAsync(instance, change, cancellationToken).ConfigureAwait(false);
                instance.SetCreated();
                break;
            case UnitState.FailedToStart or UnitState.Skipped:
                Log(resource, LogLevel.Error, change.Reason ?? "It did not start.");
                await notifications.PublishUpdateAsync(resource, instance.Id, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) }).ConfigureAwait(false);
                if (resource.IsContainer())
                {
                    await PublishChildrenAsync(resource, KnownResourceStates.FailedToStart, null, null).ConfigureAwait(false);
                }

                instance.SetCreated();
                break;
        }
    }

    private async Task PublishEndAsync(ResourceInstance instance, UnitSnapshot change, CancellationToken cancellationToken)
    {
        IResource resource = instance.Resource;
        await notifications.PublishUpdateAsync(resource, instance.Id, s => ResourceSnapshots.Ended(s, resource, change)).ConfigureAwait(false);
        if (resource.IsContainer())
        {
            await PublishChildrenAsync(resource, ResourceSnapshots.EndState(resource), null, change.Since.UtcDateTime).ConfigureAwait(false);
        }

        if (notifications.TryGetCurrentState(instance.Id, out ResourceEvent? ended))
        {
            await PublishStoppedAsync(resource, ended, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PublishStoppedAsync(IResource resource, ResourceEvent ended, CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new ResourceStoppedEvent(resource, services, ended), cancellationToken).ConfigureAwait(false);
        foreach (IResource child in FollowersOf(resource))
        {
            await PublishStoppedAsync(child, ended, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PublishChildrenAsync(IResource resource, string state, DateTime? started, DateTime? stopped)
    {
        foreach (IResource child in FollowersOf(resource))
        {
            await notifications.PublishUpdateAsync(child, s => s with { State = state, StartTimeStamp = started, StopTimeStamp = stopped }).ConfigureAwait(false);
            await PublishChildrenAsync(child, state, started, stopped).ConfigureAwait(false);
        }
    }

    private async Task PublishConnectionStringsAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (_announced.TryAdd(resource.Name, true))
        {
            await PublishConnectionStringAsync(resource, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PublishConnectionStringAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource is IResourceWithConnectionString)
        {
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken).ConfigureAwait(false);
        }

        foreach (IResource child in FollowersOf(resource).Where(c => c is IResourceWithConnectionString))
        {
            await PublishConnectionStringAsync(child, cancellationToken).ConfigureAwait(false);
        }
    }

    // Someone who starts a resource that waits, by its command, ends the wait: the command moves it out of the state Waiting.
    private async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken, CancellationToken over)
    {
        if (!resource.Annotations.OfType<WaitAnnotation>().Any())
        {
            return;
        }

        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over);
        Task dependencies = notifications.WaitForDependenciesAsync(resource, done.Token);
        if (dependencies.IsCompletedSuccessfully)
        {
            return;
        }

        ConcurrentDictionary<string, bool> waiting = new(StringComparer.OrdinalIgnoreCase);
        Task forced = notifications.WaitForResourceAsync(
            resource.Name,
            e => e.Snapshot.State?.Text == KnownResourceStates.Waiting ? !waiting.TryAdd(e.ResourceId, true) && false : waiting.ContainsKey(e.ResourceId),
            done.Token);
        try
        {
            await (await Task.WhenAny(dependencies, forced).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
        }
    }

    // As in Aspire: these have a life of their own, whoever their parent is.
    private IEnumerable<IResource> FollowersOf(IResource resource) => _children[resource].Where(c =>
        c is not (ProjectResource or ExecutableResource or ParameterResource or ConnectionStringResource or ExternalServiceResource) && !c.IsContainer());
}
