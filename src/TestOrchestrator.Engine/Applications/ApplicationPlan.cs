using System.Collections.Immutable;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.AppModel.Relations;
using TestOrchestrator.AppModel.Startup;
using TestOrchestrator.AppModel.Waiting;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>What runs of a model, how, and in which order.</summary>
internal sealed class ApplicationPlan
{
    private readonly ApplicationModel _model;

    private ApplicationPlan(ApplicationModel model, ImmutableArray<PlannedUnit> units)
    {
        _model = model;
        Units = units;
    }

    public ImmutableArray<PlannedUnit> Units { get; }

    /// <summary>Gets what starts by itself and is no program, as far as it waits for no program.</summary>
    public IEnumerable<PlannedUnit> Servers
    {
        get
        {
            List<PlannedUnit> servers = [.. Units.Where(u => u.StartsByItself && !ApplicationShutdown.IsProgram(u.Unit.Resource))];
            while (servers.RemoveAll(u => u.Dependencies.Any(d => !d.Instances.All(i => servers.Any(s => ResourceName.Comparer.Equals(s.Unit.Name, i))))) > 0)
            {
            }

            return servers;
        }
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="Errors.EngineException">The lane cannot run some of the resources; all of them are listed.</exception>
    public static ApplicationPlan Make(ApplicationModel model, Lane lane)
    {
        PlannedUnit[] units =
        [
            .. from resource in model.Resources
               where !IsValue(resource)
               from unit in ResourceUnit.Of(resource)
               select new PlannedUnit { Unit = unit, Lane = resource.GetLane(lane), Provider = ProviderOf(resource), StartsByItself = true },
        ];

        string[] impossible = [.. units.Select(u => u.Provider.WhyNot(u.Unit.Resource, u.Lane)).OfType<string>().Distinct()];
        if (impossible.Length > 0)
        {
            throw LifeCycleErrors.LaneCannot(lane.ToString(), impossible);
        }

        ApplicationPlan plan = new(model, [.. units]);
        Dependency[] all = [.. units.SelectMany(u => plan.DependenciesOf(u.Unit.Resource))];
        return new(model, [.. units.Select(u => u with
        {
            Dependencies = plan.DependenciesOf(u.Unit.Resource),
            StartsByItself = plan.StartsByItself(u.Unit.Resource),
            AwaitedCodes = [.. all.Where(d => d.Condition == WaitCondition.Completed && d.IsOn(u.Unit.Name)).Select(d => d.ExitCode)],
        })]);
    }

    /// <summary>Tells what depends on an instance: it is stopped after those.</summary>
    public IEnumerable<string> DependantsOf(string instance) =>
        Units.Where(u => u.Dependencies.Any(d => d.IsOn(instance))).Select(u => u.Unit.Name);

    /// <summary>Tells whether an instance waits for something that has failed, or for something that does.</summary>
    public bool IsDoomed(string instance, ImmutableDictionary<string, ResourceSnapshot> snapshots) =>
        snapshots[instance].State is ResourceState.Declared or ResourceState.Waiting
        && Units.First(u => ResourceName.Comparer.Equals(u.Unit.Name, instance)).Dependencies.Any(d => d.Look(snapshots).IsFailed || d.Instances.Any(i => IsDoomed(i, snapshots)));

    // A parameter, a connection string or an external service is there from the start.
    private static bool IsValue(IResource resource) =>
        !resource.Annotations.OfType<IResourceProvider>().Any() && resource is IValueProvider or ConnectionStringResource;

    private static IResourceProvider ProviderOf(IResource resource) =>
        resource.Annotations.OfType<IResourceProvider>().LastOrDefault() ?? resource switch
        {
            ProjectResource => ProjectProvider.Instance,
            ExecutableResource => ExecutableProvider.Instance,
            ContainerResource => ContainerProvider.Instance,
            _ => throw LifeCycleErrors.NoProvider(resource.Name, resource.GetType().Name),
        };

    private ImmutableArray<Dependency> DependenciesOf(IResource resource)
    {
        IEnumerable<Dependency> waits = resource.Annotations.OfType<WaitAnnotation>()
            .Where(w => !IsValue(_model.Current(w.Resource)))
            .Select(w => new Dependency { Resource = w.Resource.Name, Instances = InstancesOf(w.Resource), Condition = w.Condition, ExitCode = w.ExitCode });
        return resource is IResourceWithParent child
            ? [new() { Resource = child.Parent.Name, Instances = InstancesOf(child.Parent), Condition = WaitCondition.Ready }, .. waits]
            : [.. waits];
    }

    private ImmutableArray<string> InstancesOf(IResource resource) => [.. ResourceUnit.Of(_model.Current(resource)).Select(u => u.Name)];

    // What waits for something that nobody starts cannot start with the application, either.
    private bool StartsByItself(IResource resource) =>
        !resource.TryGetLastAnnotation(out ExplicitStartupAnnotation? _)
        && DependenciesOf(resource).All(d => StartsByItself(_model.Get(d.Resource)));
}
