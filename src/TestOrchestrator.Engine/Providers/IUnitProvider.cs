using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Providers;

/// <summary>
/// Knows how one unit is run. It comes with the definition of the unit, and holds what only its own kind of unit has. Thread-safe.
/// </summary>
/// <remarks>
/// This is all that a new kind of unit needs: a provider makes an <see cref="IUnitRuntime"/> for each group, which starts and stops
/// <see cref="IUnitInstance"/>s.
/// </remarks>
public interface IUnitProvider
{
    /// <summary>Finds the mistakes in the definition of a unit that can be seen before anything runs.</summary>
    /// <param name="unit">The unit that has this provider.</param>
    /// <returns>The mistakes; empty if there are none.</returns>
    IEnumerable<DefinitionProblem> Problems(UnitDefinition unit) => [];

    /// <summary>Makes what runs a unit in one group. Does nothing yet.</summary>
    /// <param name="context">The unit in its group.</param>
    /// <returns>What runs it.</returns>
    IUnitRuntime Create(UnitContext context);
}
