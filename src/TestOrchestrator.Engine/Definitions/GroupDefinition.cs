using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>A complete, checked description of what runs together. Immutable and thread-safe.</summary>
public sealed class GroupDefinition
{
    private readonly ImmutableDictionary<string, UnitDefinition> _byName;

    private GroupDefinition(ImmutableArray<UnitDefinition> units)
    {
        Units = units;
        _byName = units.ToImmutableDictionary(u => u.Name, UnitName.Comparer);
    }

    /// <summary>Gets the units, in the order in which they were given.</summary>
    public ImmutableArray<UnitDefinition> Units { get; }

    /// <summary>Gets whether units start independently of each other: a unit that does not start is no failure of the group.</summary>
    /// <value>The default is false: when one does not start, the others are given up, and the start of the group fails.</value>
    public bool StartsIndependently { get; private init; }

    /// <summary>Makes a group.</summary>
    /// <param name="units">The units.</param>
    /// <param name="startsIndependently">Whether a unit that does not start leaves the others alone.</param>
    /// <returns>The group.</returns>
    /// <exception cref="DefinitionException">The group has mistakes; all of them are listed.</exception>
    public static GroupDefinition Create(IEnumerable<UnitDefinition> units, bool startsIndependently = false)
    {
        ArgumentNullException.ThrowIfNull(units);
        ImmutableArray<UnitDefinition> all = [.. units];
        ImmutableArray<DefinitionProblem> problems = GroupValidation.Validate(all);
        return problems.IsEmpty ? new(all) { StartsIndependently = startsIndependently } : throw new DefinitionException(problems);
    }

    /// <summary>Finds a unit.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="unit">The unit, or null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out UnitDefinition? unit) => _byName.TryGetValue(name, out unit);

    /// <summary>Finds a unit.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The unit.</returns>
    /// <exception cref="DefinitionException">There is none.</exception>
    public UnitDefinition Get(string name) => TryGet(name, out UnitDefinition? unit)
        ? unit
        : throw new DefinitionException([GroupValidation.NoSuchUnit(name, Units.Select(u => u.Name))]);
}
