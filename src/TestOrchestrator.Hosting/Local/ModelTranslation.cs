using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Containers;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres;

namespace TestOrchestrator.Hosting.Local;

/// <summary>What is called back while units of an application start. Each member is thread-safe.</summary>
internal sealed record UnitCallbacks
{
    /// <summary>Gets what resolves the configuration of an instance.</summary>
    public required Func<IResource, UnitContext, CancellationToken, Task<UnitConfiguration>> Configure { get; init; }

    /// <summary>Gets the files that are put into a container, once its configuration was resolved.</summary>
    public required Func<UnitContext, IReadOnlyCollection<FileInContainer>> Files { get; init; }

    /// <summary>Gets what has to happen before an instance starts: Aspire's events, and its waits.</summary>
    public required Func<IResource, UnitContext, CancellationToken, Task> BeforeStart { get; init; }
}

/// <summary>Makes the units of a group out of Aspire's model. Used once for each application.</summary>
internal sealed class ModelTranslation(
    DistributedApplicationModel model,
    LocalEngineSettings settings,
    IServiceProvider services,
    UnitCallbacks callbacks)
{
    private readonly List<(IResource Resource, string Text)> _notes = [];

    /// <summary>Gets what the engine does otherwise than DCP would, for each resource: full sentences.</summary>
    public IReadOnlyList<(IResource Resource, string Text)> Notes => _notes;

    /// <summary>Tells whether a resource is one that an engine runs.</summary>
    public static bool IsRun(IResource resource) =>
        resource is ProjectResource or ExecutableResource || resource.IsContainer() || resource.Annotations.OfType<UnitProviderAnnotation>().Any();

    /// <summary>Gets how many instances of a resource run.</summary>
    public static int ReplicasOf(IResource resource) =>
#pragma warning disable ASPIREPROJECTS001
        resource is IDotnetProgramResource ? resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1 : 1;
#pragma warning restore ASPIREPROJECTS001

    /// <summary>Makes the unit of a resource of ours that Aspire's own engine leaves alone.</summary>
    public static UnitDefinition OwnUnit(IResource resource)
    {
        UnitProviderAnnotation own = Last<UnitProviderAnnotation>(resource)!;
        return new()
        {
            Name = resource.Name,
            Kind = own.Kind,
            Provider = own.Provider,
            Endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>().Select(e => Single(e) with { OwnAddressPort = own.OwnAddressPort })],
        };
    }

    /// <summary>Makes the group.</summary>
    /// <param name="filesDirectory">A directory for files that servers are made with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The group.</returns>
    /// <exception cref="DefinitionException">The engine cannot run the model; everything that stands in the way is listed.</exception>
    public async Task<GroupDefinition> TranslateAsync(string filesDirectory, CancellationToken cancellationToken)
    {
        List<UnitDefinition> units = [];
        List<DefinitionProblem> problems = [];
        ForgetTerminals();
        bool needsContainers = model.Resources.Any(r => ContainerImages.NeedsContainer(r) && ContainerImages.WhyNotStarted(r, model) is null);
        ContainerEngineApi? engine = needsContainers ? await settings.FindContainerEngine(cancellationToken).ConfigureAwait(false) : null;
        foreach (IResource resource in model.Resources.Where(r => IsRun(r) && !AspireInternals.Instance.IsHelper(r)))
        {
            if (resource.IsContainer() && ContainerImages.WhyNotStarted(resource, model) is { } why)
            {
                _notes.Add((resource, why));
                continue;
            }

            _notes.AddRange(ResourceNotes.Of(resource, model).Select(text => (resource, text)));
            if (!resource.IsContainer())
            {
                units.AddRange(Programs(resource));
            }
            else if (ContainerImages.IsKnown(resource))
            {
                problems.AddRange(ContainerImages.Problems(resource));
                units.AddRange(await ServerAsync(resource, filesDirectory, cancellationToken).ConfigureAwait(false));
            }
            else if (engine is null || ContainerImages.IsBuilt(resource))
            {
                problems.Add(ContainerImages.NoProgram(resource));
            }
            else
            {
                problems.AddRange(AnyContainer.Problems(resource));
                units.Add(Container(resource, engine));
            }
        }

        if (engine is not null)
        {
            units.Add(ContainerNetworkProvider.Unit(engine));
        }

        problems.AddRange(FixedPortsOfReplicas());
        return problems.Count > 0 ? throw new DefinitionException([.. problems]) : GroupDefinition.Create(units, startsIndependently: true);
    }

    // A resource with a terminal waits for what holds the terminal, and that waits for DCP.
    private void ForgetTerminals()
    {
        foreach (IResource resource in model.Resources)
        {
            foreach (WaitAnnotation wait in resource.Annotations.OfType<WaitAnnotation>().ToArray())
            {
                if (AspireInternals.Instance.IsHelper(wait.Resource))
                {
                    resource.Annotations.Remove(wait);
                }
            }
        }
    }

    private async Task<IEnumerable<UnitDefinition>> ServerAsync(
        IResource resource,
        string filesDirectory,
        CancellationToken cancellationToken)
    {
        IUnitProvider provider = await ContainerImages.CreateProviderAsync(resource, model, services, filesDirectory, settings.HasStrictVersions, cancellationToken).ConfigureAwait(false);
        UnitDefinition server = Unit(resource, "Container", provider) with
        {
            Endpoints =
            [
                .. resource.Annotations.OfType<EndpointAnnotation>().Select(e => new EndpointDefinition
                {
                    // The target port is that inside of the container. On an address of its own a server has it as well.
                    Name = e.Name, Scheme = e.UriScheme, Port = PortOf(e), OwnAddressPort = e.TargetPort,
                }),
            ],
        };
        return provider is PostgresServerProvider postgres
            ? [server, .. postgres.CreateDatabaseUnits(resource.Name).Select(d => d with { Lane = server.Lane, ExplicitStart = server.ExplicitStart })]
            : [server];
    }

    private UnitDefinition Container(IResource resource, ContainerEngineApi engine) =>
        Unit(resource, "Container", AnyContainer.Provider(resource, engine, callbacks.Files)) with
        {
            DependsOn = [ContainerProvider.Dependency],
            Endpoints =
            [
                .. resource.Annotations.OfType<EndpointAnnotation>()
                    .Select(e => Anywhere(e) with { Port = PortOf(e), OwnAddressPort = AnyContainer.PortOf(e) }),
            ],
        };

    private IEnumerable<UnitDefinition> Programs(IResource resource)
    {
        int replicas = ReplicasOf(resource);
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        (string kind, IUnitProvider provider) = Provider(resource);
        UnitDefinition unit = Unit(resource, kind, provider) with
        {
            IsProgram = resource is ProjectResource or ExecutableResource,
            Replicas = replicas,
            Endpoints = [.. endpoints.Select(e => replicas > 1 ? Anywhere(e) : Single(e) with { OwnAddressPort = Last<UnitProviderAnnotation>(resource)?.OwnAddressPort })],
        };
        return replicas == 1
            ? [unit]
            :
            [
                unit,
                new()
                {
                    Name = ReplicaBalancer.NameOf(resource.Name),
                    Kind = ReplicaBalancer.Kind,
                    Provider = new ReplicaBalancer(resource.Name),
                    Endpoints = [.. endpoints.Select(e => Anywhere(e) with { Port = PortOf(e) })],
                },
            ];
    }

    // Aspire's engine puts a proxy before each program, so that two ports may differ; here the program has the address for itself.
    private static EndpointDefinition Single(EndpointAnnotation endpoint) => Anywhere(endpoint) with
    {
        FixedPort = endpoint.TargetPort ?? (endpoint.IsProxied ? null : PortOf(endpoint)),
        Port = PortOf(endpoint),
    };

    // A launch profile asks by port 0 for any that is free.
    private static int? PortOf(EndpointAnnotation endpoint) => endpoint.Port is 0 ? null : endpoint.Port;

    private static EndpointDefinition Anywhere(EndpointAnnotation endpoint) =>
        new() { Name = endpoint.Name, Scheme = endpoint.UriScheme, IsProbed = false };

    private UnitDefinition Unit(IResource resource, string kind, IUnitProvider provider) => new()
    {
        Name = resource.Name,
        Kind = kind,
        Provider = provider,
        Lane = Last<LaneAnnotation>(resource)?.Lane,
        ExplicitStart = Last<ExplicitStartupAnnotation>(resource) is not null,
        References = [.. References(resource).Distinct(UnitName.Comparer)],
        StopsBefore = [.. resource.Annotations.OfType<WaitAnnotation>().Select(w => UnitOf(w.Resource)).Append(CollectorOf(resource)).OfType<string>().Distinct(UnitName.Comparer)],
        ExpectedExitCodes = [.. model.Resources.SelectMany(r => r.Annotations.OfType<WaitAnnotation>()).Where(w => w.WaitType == WaitType.WaitForCompletion && w.Resource == resource).Select(w => w.ExitCode)],
        StartLimit = Last<StartLimitAnnotation>(resource)?.Limit,
        Restart = Last<RestartAnnotation>(resource)?.Restart,
        Stop = Last<StopSignalAnnotation>(resource)?.Stop ?? new(),
        ReadyLogLines = [.. resource.Annotations.OfType<ReadyLogLineAnnotation>().Select(a => a.Pattern)],
        HasTransparentProxy = Last<TransparentProxyAnnotation>(resource) is not null,
        Configure = (context, token) => callbacks.Configure(resource, context, token),
        BeforeStart = (context, token) => callbacks.BeforeStart(resource, context, token),
    };

    private static (string Kind, IUnitProvider Provider) Provider(IResource resource)
    {
        if (Last<UnitProviderAnnotation>(resource) is { } own)
        {
            return (own.Kind, own.Provider);
        }

        if (resource is not ProjectResource project)
        {
            ExecutableResource executable = (ExecutableResource)resource;
            return ("Executable", new ProcessProvider { Command = executable.Command, WorkingDirectory = Path.GetFullPath(executable.WorkingDirectory) });
        }

        IProjectMetadata metadata = project.GetProjectMetadata();
        string path = Path.GetFullPath(metadata.ProjectPath);
        return ("Project", Last<ExecutableAnnotation>(project) is { } command ? new ProcessProvider { Command = command.Command, WorkingDirectory = command.WorkingDirectory }
            : metadata.IsFileBasedApp || AspireInternals.Instance.HasLaunchTool(project)
                ? new ProcessProvider { Command = DotnetHost.Path, WorkingDirectory = Path.GetDirectoryName(path)! }
            : new DotnetServiceProvider { ProjectPath = path, TargetPath = ServicePrograms.Find(path), PrivatePackages = [.. project.Annotations.OfType<PrivatePackagesAnnotation>().SelectMany(a => a.Packages)] });
    }

    private IEnumerable<string> References(IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Select(r => UnitOf(r.Resource))
        .OfType<string>()
        .SelectMany(name => new[] { name, ReplicaBalancer.NameOf(name) });

    // A database is a part of its server: the server's endpoint is what a reference to it contains.
    private string? UnitOf(IResource resource) =>
        IsRun(resource) && !(resource.IsContainer() && ContainerImages.WhyNotStarted(resource, model) is not null) ? resource.Name
        : resource is IResourceWithParent child ? UnitOf(child.Parent)
        : null;

    // A service sends the rest of its telemetry when it stops. Without a collector that takes until the limit, and then it is killed.
    private string? CollectorOf(IResource resource) => Last<OtlpExporterAnnotation>(resource) is null
        ? null
        : model.Resources.FirstOrDefault(r => r.Name == AspireInternals.Dashboard && IsRun(r))?.Name;

    private IEnumerable<DefinitionProblem> FixedPortsOfReplicas() =>
        from resource in model.Resources
        where ReplicasOf(resource) > 1
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.TargetPort is not null
        select new DefinitionProblem
        {
            Code = "TO1133",
            Unit = resource.Name,
            Message = $"'{resource.Name}' has {ReplicasOf(resource)} replicas, and its endpoint '{endpoint.Name}' fixes the port {endpoint.TargetPort} that each of them listens on. They share one address: leave targetPort out.",
        };

    private static T? Last<T>(IResource resource)
        where T : class, IResourceAnnotation => resource.Annotations.OfType<T>().LastOrDefault();
}
