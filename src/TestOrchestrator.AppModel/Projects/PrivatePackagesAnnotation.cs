using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>A project has packages for itself that others would share with it, where several run in one process.</summary>
public sealed record PrivatePackagesAnnotation : IResourceAnnotation
{
    /// <summary>Gets the names of the packages, in any case. That the project uses them is checked when it starts.</summary>
    public required ImmutableArray<string> Packages { get; init; }
}
