using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>Records what an application shows of itself, whichever engine runs it, as lines that are the same in each run. Thread-safe.</summary>
internal sealed class ConformanceRecorder
{
    private readonly ConcurrentQueue<(string Resource, string Event)> _events = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IResource Resource, List<string> States, CustomResourceSnapshot Last)> _instances = new(StringComparer.Ordinal);
    private readonly string _directory;
    private readonly TimeSpan _limit;
    private IServiceProvider? _services;

    /// <summary>Subscribes to the events of an application that is about to be built.</summary>
    public ConformanceRecorder(IDistributedApplicationBuilder builder, TimeSpan limit)
    {
        _directory = builder.AppHostDirectory;
        _limit = limit;
        Note<BeforeStartEvent>(builder.Eventing);
        Note<AfterResourcesCreatedEvent>(builder.Eventing);
        Note<InitializeResourceEvent>(builder.Eventing);
        Note<ResourceEndpointsAllocatedEvent>(builder.Eventing);
        Note<ConnectionStringAvailableEvent>(builder.Eventing);
        Note<BeforeResourceStartedEvent>(builder.Eventing);
        Note<ResourceReadyEvent>(builder.Eventing);
        Note<ResourceStoppedEvent>(builder.Eventing);
    }

    private DistributedApplicationModel Model => _services!.GetRequiredService<DistributedApplicationModel>();

    /// <summary>Follows the states of an application until it ends.</summary>
    public async Task FollowAsync(IServiceProvider services, CancellationToken over)
    {
        _services = services;
        try
        {
            await foreach (ResourceEvent e in services.GetRequiredService<ResourceNotificationService>().WatchAsync(over))
            {
                lock (_gate)
                {
                    List<string> states = _instances.GetValueOrDefault(e.ResourceId).States ?? [];
                    if (e.Snapshot.State?.Text is { Length: > 0 } state && states.LastOrDefault() != state)
                    {
                        states.Add(state);
                    }

                    _instances[e.ResourceId] = (e.Resource, states, e.Snapshot);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Makes a file in the directory that programs run in.</summary>
    public void Touch(string name) => File.WriteAllText(Path.Combine(_directory, name), "");

    /// <summary>Executes a command of a resource.</summary>
    public async Task CommandAsync(string resource, string command)
    {
        ExecuteCommandResult result = await _services!.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(resource, command).WaitAsync(_limit);
        Assert.IsTrue(result.Success, $"{resource} {command}: {result.Message}");
    }

    /// <summary>Executes a command of a program that may not listen yet.</summary>
    public Task CommandWhenItListensAsync(string resource, string command) => Wait.UntilAsync(
        $"'{resource}' to execute '{command}'",
        async token =>
        {
            ResourceCommandService commands = _services!.GetRequiredService<ResourceCommandService>();
            ExecuteCommandResult result = await commands.ExecuteCommandAsync(resource, command, token);
            return result.Success ? Observation.Satisfied : Observation.NotYet(result.Message ?? "no success");
        },
        new() { Timeout = _limit },
        TimeProvider.System,
        CancellationToken.None);

    /// <summary>Waits until the instances of a resource have been in a state, together, so many times, and its events are through.</summary>
    public Task CountAsync(string resource, string state, int count = 1) => WaitAsync(
        $"'{resource}' to be {state} {count} times",
        () => InstancesOf(resource).Sum(i => i.States.Count(s => s == state)) >= count,
        () => string.Join("; ", InstancesOf(resource).Select(i => string.Join(' ', i.States))));

    /// <summary>Describes all that has happened: a line for each fact.</summary>
    public async Task<ImmutableArray<string>> DescribeAsync(string? address)
    {
        IResource[] resources =
            [.. Model.Resources.Where(r => !AspireInternals.Instance.IsHelper(r)).OrderBy(r => r.Name, StringComparer.Ordinal)];
        await WaitUntilSettledAsync(resources);
        List<string> lines = [$"application events {EventsOf("")}"];
        foreach (IResource resource in resources)
        {
            lines.AddRange(await ResourceAsync(resource));
        }

        ConformanceText text = new(_directory, address, [.. _instances.Select(i => (i.Value.Resource.Name, i.Key))]);
        return [.. lines.Select(text.Normalize)];
    }

    private async Task<IEnumerable<string>> ResourceAsync(IResource resource)
    {
        List<string> lines = [$"events {EventsOf(resource.Name)}"];
        (IResource Resource, List<string> States, CustomResourceSnapshot Last)[] instances = InstancesOf(resource.Name);
        lines.AddRange(instances.Select(i => $"states {string.Join(' ', i.States)}").Order(StringComparer.Ordinal));
        foreach (CustomResourceSnapshot snapshot in instances.Select(i => i.Last))
        {
            // Of a resource without variables of its own DCP shows those that it inherits.
            bool hasVariables = resource.Annotations.OfType<EnvironmentCallbackAnnotation>().Any();
            lines.AddRange(Snapshot(snapshot, hasVariables));
        }

        if (resource is IResourceWithConnectionString connection)
        {
            lines.Add($"connection string {await connection.GetConnectionStringAsync()}");
        }

        return lines.Distinct().Select(line => $"{resource.Name} {line}");
    }

    private static IEnumerable<string> Snapshot(CustomResourceSnapshot snapshot, bool hasVariables)
    {
        yield return $"type {snapshot.ResourceType}{(snapshot.IsHidden ? " hidden" : "")}";
        yield return $"exit code {snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "none"}";
        yield return $"health {snapshot.HealthStatus?.ToString() ?? "unknown"}";
        // Of what has ended, the last look may have been before or after that.
        bool isUp = snapshot.State?.Text == KnownResourceStates.Running;
        foreach (HealthReportSnapshot report in snapshot.HealthReports.Where(_ => isUp).OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            yield return $"health check {report.Name} {report.Status?.ToString() ?? "unknown"}";
        }

        if (snapshot.Properties.FirstOrDefault(p => p.Name == "resource.appArgs")?.Value is ImmutableArray<string> { IsDefaultOrEmpty: false } arguments)
        {
            yield return $"arguments {string.Join(' ', arguments.Select(a => $"[{a}]"))}";
        }

        foreach (ResourcePropertySnapshot property in snapshot.Properties.Where(p => p.Name is "resource.connectionString" or "Value"))
        {
            yield return $"property {property.Name} {property.Value}{(property.IsSensitive ? " sensitive" : "")}";
        }

        if (snapshot.Properties.FirstOrDefault(p => p.Name == "resource.connectionProperties")?.Value is Dictionary<string, string?> parts)
        {
            yield return $"connection properties {string.Join(' ', parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))}";
        }

        IEnumerable<EnvironmentVariableSnapshot> variables = snapshot.EnvironmentVariables.Where(v => hasVariables && v.IsFromSpec);
        foreach (EnvironmentVariableSnapshot variable in variables.OrderBy(v => v.Name, StringComparer.Ordinal))
        {
            yield return $"environment {variable.Name}={variable.Value}";
        }

        foreach (UrlSnapshot url in snapshot.Urls.OrderBy(u => u.Url, StringComparer.Ordinal))
        {
            string shown = $"{(url.IsInactive ? "inactive" : "active")}{(url.IsInternal ? " internal" : "")}";
            yield return $"URL {url.Name ?? "none"} {url.Url} '{url.DisplayProperties.DisplayName}' {shown}";
        }

        foreach (RelationshipSnapshot relationship in snapshot.Relationships.OrderBy(r => r.ResourceName, StringComparer.Ordinal))
        {
            yield return $"relationship {relationship.Type} {relationship.ResourceName}";
        }

        foreach (ResourceCommandSnapshot command in snapshot.Commands.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            yield return $"command {command.Name} {command.State}";
        }
    }

    // Health checks and events come a little after the state that a case waits for.
    private async Task WaitUntilSettledAsync(IResource[] resources)
    {
        foreach (IResource resource in resources)
        {
            await WaitAsync(
                $"'{resource.Name}' to have events and health for its states",
                () => InstancesOf(resource.Name).All(i => i.States.LastOrDefault() != KnownResourceStates.Stopping)
                    && InstancesOf(resource.Name).All(i => i.States.LastOrDefault() != KnownResourceStates.Running
                    || (i.Last.HealthStatus is not null && EventsOf(resource.Name).Contains(nameof(ResourceReadyEvent), StringComparison.Ordinal)))
                    && InstancesOf(resource.Name).All(i => !HasStopped(i.States.LastOrDefault(), resource, i.Last)
                        || EventsOf(resource.Name).Contains(nameof(ResourceStoppedEvent), StringComparison.Ordinal)),
                () => $"{EventsOf(resource.Name)}; {string.Join(", ", InstancesOf(resource.Name).Select(i => i.Last.HealthStatus))}");
        }
    }

    private static bool HasStopped(string? state, IResource resource, CustomResourceSnapshot last) =>
        state == KnownResourceStates.Exited || state == KnownResourceStates.Finished
        || (last.ExitCode is not null && resource is ExecutableResource);

    private Task WaitAsync(string what, Func<bool> look, Func<string> seen) => Wait.UntilAsync(
        what,
        _ => new(look() ? Observation.Satisfied : Observation.NotYet(seen() is { Length: > 0 } last ? last : "nothing of it")),
        new() { Timeout = _limit },
        TimeProvider.System,
        CancellationToken.None);

    private (IResource Resource, List<string> States, CustomResourceSnapshot Last)[] InstancesOf(string resource)
    {
        lock (_gate)
        {
            return [.. _instances.Values.Where(i => i.Resource.Name == resource).Select(i => (i.Resource, i.States.ToList(), i.Last))];
        }
    }

    // The first event is published beside the others.
    private string EventsOf(string resource) => string.Join(
        ' ', _events.Where(e => e.Resource == resource).Select(e => e.Event).OrderBy(e => e != nameof(InitializeResourceEvent)));

    private void Note<T>(IDistributedApplicationEventing eventing)
        where T : IDistributedApplicationEvent => eventing.Subscribe<T>((e, _) =>
        {
            _events.Enqueue((e is IDistributedApplicationResourceEvent { Resource.Name: var name } ? name : "", typeof(T).Name));
            return Task.CompletedTask;
        });
}
