using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Makes Aspire's snapshots of resources out of what the engine knows. Stateless.</summary>
internal static class ResourceSnapshots
{
    /// <summary>Makes the first snapshot of a resource.</summary>
    public static CustomResourceSnapshot First(CustomResourceSnapshot snapshot, IResource resource, string? parentId)
    {
        CustomResourceSnapshot first = snapshot with
        {
            Relationships = Relationships(resource),
            Urls = ResourceUrls.Snapshots(resource, isRunning: null),
            Properties = parentId is null ? snapshot.Properties : With(snapshot.Properties, new ResourcePropertySnapshot("resource.parentName", parentId)),
        };
        return AspireInternals.Instance.WithHealthReports(first, FirstReports(resource));
    }

    /// <summary>Makes the properties that hold the connection string of a resource, and what it consists of.</summary>
    public static async Task<ResourcePropertySnapshot[]> ConnectionAsync(
        IResourceWithConnectionString resource,
        CancellationToken cancellationToken)
    {
        string? value = await resource.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string?> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, ReferenceExpression part) in resource.GetConnectionProperties())
        {
            try
            {
                parts[name] = await part.GetValueAsync(cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // As in Aspire: a part that has no value is left out.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                continue;
            }
        }

        return
        [
            new("resource.connectionString", value) { IsSensitive = true },
            new("resource.connectionProperties", parts) { IsSensitive = true },
        ];
    }

    /// <summary>Makes the snapshot of a resource that starts.</summary>
    public static CustomResourceSnapshot Starting(CustomResourceSnapshot snapshot, IResource resource)
    {
        CustomResourceSnapshot starting = snapshot with
        {
            State = KnownResourceStates.Starting,
            ExitCode = null,
            StopTimeStamp = null,
            Properties = resource.IsContainer() && resource.TryGetContainerImageName(out string? image)
                ? With(snapshot.Properties, new ResourcePropertySnapshot("container.image", image))
                : snapshot.Properties,
        };
        return AspireInternals.Instance.WithoutReadyEvent(AspireInternals.Instance.WithHealthReports(starting, FirstReports(resource)));
    }

    /// <summary>Makes the snapshot of an instance that runs.</summary>
    public static CustomResourceSnapshot Running(
        CustomResourceSnapshot snapshot,
        ResourceInstance instance,
        ProcessIdentity? process,
        DateTimeOffset since)
    {
        IResource resource = instance.Resource;
        List<ResourcePropertySnapshot> properties =
        [
            new("resource.appArgs", instance.Launch.Arguments.Select(a => a.Value).ToImmutableArray()) { IsSensitive = instance.Launch.Arguments.Any(a => a.IsSensitive) },
            new("resource.appArgsSensitivity", instance.Launch.Arguments.Select(a => a.IsSensitive ? 1 : 0).ToImmutableArray()),
        ];
        if (process is { } identity)
        {
            properties.Add(new("executable.pid", identity.Pid));
        }

        switch (resource)
        {
            case ProjectResource project:
                string path = project.GetProjectMetadata().ProjectPath;
                properties.AddRange([new("project.path", path), new("executable.path", DotnetHost.Path), new("executable.workDir", Path.GetDirectoryName(path))]);
                break;
            case ExecutableResource executable:
                properties.AddRange([new("executable.path", executable.Command), new("executable.workDir", executable.WorkingDirectory)]);
                break;
        }

        return snapshot with
        {
            ResourceType = string.IsNullOrEmpty(snapshot.ResourceType) ? TypeOf(resource) : snapshot.ResourceType,
            State = KnownResourceStates.Running,
            CreationTimeStamp = snapshot.CreationTimeStamp ?? since.UtcDateTime,
            StartTimeStamp = since.UtcDateTime,
            StopTimeStamp = null,
            ExitCode = null,
            Urls = ResourceUrls.Snapshots(resource, isRunning: true),
            EnvironmentVariables = instance.Launch.Environment,
            Properties = With(snapshot.Properties, [.. properties]),
        };
    }

    /// <summary>Makes the snapshot of an instance that has ended.</summary>
    public static CustomResourceSnapshot Ended(CustomResourceSnapshot snapshot, IResource resource, UnitSnapshot unit) => snapshot with
    {
        State = EndState(resource),
        ExitCode = unit.Exit is { } exit ? exit.ExitCode ?? (exit.Signal is { } signal ? 128 + signal : null) : snapshot.ExitCode,
        StopTimeStamp = unit.Since.UtcDateTime,
        Urls = ResourceUrls.Snapshots(resource, isRunning: false),
    };

    /// <summary>Gets the state of a resource that has ended.</summary>
    public static string EndState(IResource resource) => resource.IsContainer() ? KnownResourceStates.Exited : KnownResourceStates.Finished;

    /// <summary>Gets the reports of a resource before any health check has run.</summary>
    public static ImmutableArray<HealthReportSnapshot> FirstReports(IResource resource) =>
        resource.TryGetAnnotationsIncludingAncestorsOfType(out IEnumerable<HealthCheckAnnotation>? checks)
            ? [.. checks.Select(c => new HealthReportSnapshot(c.Key, null, null, null))]
            : [];

    /// <summary>Replaces properties, and adds those that are new.</summary>
    public static ImmutableArray<ResourcePropertySnapshot> With(
        ImmutableArray<ResourcePropertySnapshot> properties,
        params ReadOnlySpan<ResourcePropertySnapshot> changed)
    {
        ImmutableArray<ResourcePropertySnapshot>.Builder all = (properties.IsDefault ? [] : properties).ToBuilder();
        foreach (ResourcePropertySnapshot property in changed)
        {
            int at = -1;
            for (int i = 0; i < all.Count; i++)
            {
                at = all[i].Name == property.Name ? i : at;
            }

            if (at >= 0)
            {
                all[at] = property;
            }
            else
            {
                all.Add(property);
            }
        }

        return all.ToImmutable();
    }

    private static string TypeOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        _ => resource.IsContainer() ? "Container" : resource.GetType().Name,
    };

    private static ImmutableArray<RelationshipSnapshot> Relationships(IResource resource) =>
    [
        .. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type))
            .Concat(resource is IResourceWithParent child ? [new RelationshipSnapshot(child.Parent.Name, "Parent")] : [])
            .Distinct(),
    ];
}
