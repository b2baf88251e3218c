using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>
/// Changes what applications in the lane <c>aspire</c> would share, so that several run side by side. Used once for each application.
/// </summary>
internal sealed class DcpIsolation(string application)
{
    private readonly List<(IResource Resource, string Text)> _notes = [];
    private readonly List<string> _volumes = [];
    private readonly HashSet<IResource> _renamed = [];

    /// <summary>Gets what runs otherwise than the app host says, for each resource: full sentences.</summary>
    public IReadOnlyList<(IResource Resource, string Text)> Notes => _notes;

    /// <summary>Gets the names of the volumes that the application has for itself.</summary>
    public IReadOnlyCollection<string> Volumes => _volumes;

    /// <summary>Gets the resources whose instances have to be named again.</summary>
    public IReadOnlyCollection<IResource> Renamed => _renamed;

    /// <summary>Adds the settings of DCP for tests, as Aspire.Hosting.Testing has them.</summary>
    public static void AddSettings(Dictionary<string, string?> settings)
    {
        settings["DcpPublisher:ContainerRuntimeInitializationTimeout"] = "00:00:30";
        settings["DcpPublisher:RandomizePorts"] = "true";
        settings["DcpPublisher:WaitForResourceCleanup"] = "true";
    }

    /// <summary>Lists what this lane cannot do.</summary>
    public static IEnumerable<DefinitionProblem> Problems(DistributedApplicationModel model) =>
        from resource in model.Resources
        where resource.Annotations.OfType<TransparentProxyAnnotation>().Any()
        select new DefinitionProblem
        {
            Code = "TO1134",
            Unit = resource.Name,
            Message = $"'{resource.Name}' has WithTransparentProxy, which Aspire's own engine cannot do. Use WithProxy, or the lanes 'fast' and 'real' for it.",
        };

    /// <summary>Changes the resources of a model, before DCP has seen them.</summary>
    public void Apply(DistributedApplicationModel model)
    {
        foreach (IResource resource in model.Resources)
        {
            EndWithApplication(resource);
            if (resource.IsContainer())
            {
                IsolateContainer(resource);
            }

            NoteWhatHasNoEffect(resource);
        }
    }

    private void EndWithApplication(IResource resource)
    {
        if (!ResourceNotes.IsPersistent(resource))
        {
            return;
        }

        foreach (ContainerLifetimeAnnotation lifetime in resource.Annotations.OfType<ContainerLifetimeAnnotation>())
        {
            lifetime.Lifetime = ContainerLifetime.Session;
        }

#pragma warning disable ASPIREPERSISTENCE001
        foreach (PersistenceAnnotation persistence in resource.Annotations.OfType<PersistenceAnnotation>())
        {
            persistence.Mode = PersistenceMode.Session;
        }
#pragma warning restore ASPIREPERSISTENCE001

        _renamed.Add(resource);
        Note(resource, "It is not persistent: in tests it ends with its application.");
    }

    private void IsolateContainer(IResource resource)
    {
        if (resource.Annotations.OfType<ContainerNameAnnotation>().LastOrDefault() is { } name)
        {
            name.Name = $"{name.Name}-{application}";
            _renamed.Add(resource);
            Note(resource, $"Its container is named '{name.Name}', so that each test class has one of its own.");
        }

        foreach (ContainerMountAnnotation mount in resource.Annotations.OfType<ContainerMountAnnotation>().ToArray())
        {
            if (mount.Type == ContainerMountType.Volume && mount.Source is { Length: > 0 } source)
            {
                string own = $"{source}-{application}";
                resource.Annotations.Remove(mount);
                resource.Annotations.Add(new ContainerMountAnnotation(own, mount.Target, mount.Type, mount.IsReadOnly));
                _volumes.Add(own);
                Note(resource, $"It has the volume '{own}' in place of '{source}'. It begins empty, and is removed with the application.");
            }
            else if (mount.Type == ContainerMountType.BindMount && !mount.IsReadOnly)
            {
                Note(resource, $"Every test class shares the directory '{mount.Source}', which is mounted for writing.");
            }
        }

        foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => !e.IsProxied && e.Port is not null))
        {
            Note(resource, $"Its endpoint '{endpoint.Name}' does not have the port {endpoint.Port} of the host, which only one application could have.");
            endpoint.Port = null;
        }
    }

    private void NoteWhatHasNoEffect(IResource resource)
    {
        string[] without =
        [
            .. resource.Annotations.Select(static a => a switch
            {
                LaneAnnotation => "WithLane",
                PrivatePackagesAnnotation => "WithPrivatePackages",
                StartLimitAnnotation => "WithStartLimit",
                RestartAnnotation => "WithRestart",
                StopSignalAnnotation => "WithStopSignal",
                ReadyLogLineAnnotation => "WithReadyLogLine",
                ReadyFileAnnotation => "WithReadyFile",
                ReadyCommandAnnotation => "WithReadyCommand",
                _ => null,
            }).OfType<string>().Distinct(),
        ];
        if (without.Length > 0)
        {
            Note(resource, $"Aspire's own engine runs it: {string.Join(", ", without)} {(without.Length == 1 ? "has" : "have")} no effect.");
        }
    }

    private void Note(IResource resource, string text) => _notes.Add((resource, text));
}
