using TestOrchestrator.Hosting.AppHosts;

namespace TestOrchestrator.Testing.Adapters;

/// <summary>A test class that has an application. Immutable.</summary>
public sealed record PlannedClass
{
    /// <summary>Gets the full name of the class, as the test platform reports it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the app host that describes its application, and how the class shapes it.</summary>
    public required AppHostRequest AppHost { get; init; }

    /// <summary>Gets how many tests of the class are going to run.</summary>
    /// <value>Null if it is not known.</value>
    public int? Tests { get; init; }
}
