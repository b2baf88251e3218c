namespace TestOrchestrator.AppModel.Validation;

/// <summary>One thing that a resource refers to.</summary>
internal sealed record ModelReference
{
    public required IResource Target { get; init; }

    /// <summary>Gets the method that stated it, such as <c>WithReference</c>.</summary>
    public required string How { get; init; }

    /// <summary>Gets the endpoint that is referred to; null if it is the resource itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets what the target must be, in case that it is replaced; null for anything.</summary>
    public Type? Kind { get; init; }

    /// <summary>Gets whether the resource can do without the target's value.</summary>
    public bool IsOptional { get; init; }
}
