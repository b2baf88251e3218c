using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Applications;

/// <summary>What runs in one group, and what waits for what. Immutable.</summary>
internal sealed class ApplicationPlan
{
    private readonly GroupDefinition _group;

    private ApplicationPlan(GroupDefinition group, ImmutableArray<PlannedUnit> units)
    {
        _group = group;
        Units = units;
    }

    public ImmutableArray<PlannedUnit> Units { get; }

    public static ApplicationPlan Make(GroupDefinition group, Lane lane)
    {
        ApplicationPlan plan = new(group, []);
        Dependency[] all = [.. group.Units.SelectMany(u => plan.DependenciesOf(u))];
        return new(
            group,
            [
                .. from unit in @group.Units
                   from replica in Enumerable.Range(0, unit.Replicas)
                   select new PlannedUnit
                   {
                       Unit = unit,
                       Replica = replica,
                       Lane = unit.Lane ?? lane,
                       Dependencies = plan.DependenciesOf(unit),
                       StartsByItself = plan.StartsByItself(unit),
                       AwaitedCodes = [.. all.Where(d => d.Condition == WaitCondition.Completed && d.IsOn(unit.NameOf(replica))).Select(d => d.ExitCode)],
                   },
            ]);
    }

    /// <summary>Finds the instances that are to end before another one does.</summary>
    public IEnumerable<string> DependantsOf(string instance) => Units
        .Where(u => u.Dependencies.Any(d => d.IsOn(instance)) || u.Unit.StopsBefore.Any(b => _group.TryGet(b, out UnitDefinition? before) && before.InstanceNames.Contains(instance, UnitName.Comparer)))
        .Select(u => u.Name);

    /// <summary>Tells whether an instance that has not started can never start, because what it waits for has failed.</summary>
    public bool IsDoomed(string instance, ImmutableDictionary<string, UnitSnapshot> snapshots) =>
        snapshots[instance].State is UnitState.Declared or UnitState.Waiting
        && Units.First(u => UnitName.Comparer.Equals(u.Name, instance)).Dependencies.Any(d => d.Look(snapshots).IsFailed || d.Instances.Any(i => IsDoomed(i, snapshots)));

    private ImmutableArray<Dependency> DependenciesOf(UnitDefinition unit) =>
    [
        .. unit.DependsOn.Select(d => new Dependency
        {
            Unit = d.Unit,
            Instances = [.. _group.Get(d.Unit).InstanceNames],
            Condition = d.Condition,
            ExitCode = d.ExitCode,
        }),
    ];

    // What waits for something that is started by name only cannot start with the group, either.
    private bool StartsByItself(UnitDefinition unit) => !unit.ExplicitStart && unit.DependsOn.All(d => StartsByItself(_group.Get(d.Unit)));
}
