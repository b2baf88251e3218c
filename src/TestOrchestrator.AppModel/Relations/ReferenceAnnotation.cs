namespace TestOrchestrator.AppModel.Relations;

/// <summary>A resource refers to something: another resource, an endpoint, or a value that is made of those.</summary>
public sealed record ReferenceAnnotation : IResourceAnnotation
{
    /// <summary>Gets what is referred to.</summary>
    public required object Value { get; init; }

    /// <summary>Gets the method that stated it, such as <c>WithReference</c>, for messages.</summary>
    public required string How { get; init; }
}
