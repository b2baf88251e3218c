using TestOrchestrator.AppModel.Endpoints;

namespace TestOrchestrator.AppModel.Expressions;

/// <summary>The running application for which a value is resolved. Thread-safe.</summary>
public sealed record ValueProviderContext
{
    /// <summary>Gets where the endpoints of the application are.</summary>
    public required IEndpointAllocations Endpoints { get; init; }

    /// <summary>Gets the address that the resources of the application listen on.</summary>
    /// <value>The default is empty: not known.</value>
    public string Address { get; init; } = "";

    /// <summary>Gets the resource that stands in a model for the one that an expression names: its replacement, if there is one.</summary>
    public required Func<IResource, IResource> Current { get; init; }

    /// <summary>Gets the directory that a resource has of its own in the application, for files that are made for it.</summary>
    /// <value>The default knows no directories and throws <see cref="NotSupportedException"/>.</value>
    public Func<IResource, string> DirectoryOf { get; init; } =
        static resource => throw new NotSupportedException($"'{resource.Name}' has no directory of its own here.");
}
