using TestOrchestrator.Containers.Api;
using TestOrchestrator.Containers.Networks;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Containers;

/// <summary>Makes the network of an application's containers, in which they reach each other and the other units. Immutable.</summary>
public sealed record ContainerNetworkProvider : IUnitProvider
{
    /// <summary>The name of the one unit of an application that has this provider.</summary>
    public const string UnitName = "container-network";

    /// <summary>Gets the container engine.</summary>
    public required ContainerEngineApi Engine { get; init; }

    /// <summary>Makes the unit.</summary>
    /// <param name="engine">The container engine.</param>
    /// <returns>The unit.</returns>
    public static UnitDefinition Unit(ContainerEngineApi engine) =>
        new() { Name = UnitName, Kind = "ContainerNetwork", Provider = new ContainerNetworkProvider { Engine = engine } };

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ContainerNetwork(context, Engine);
    }
}
