namespace TestOrchestrator.AppModel.Replicas;

/// <summary>How many instances of a resource run.</summary>
public sealed record ReplicaAnnotation : IResourceAnnotation
{
    /// <summary>Gets the number of instances.</summary>
    /// <value>At least 1.</value>
    public required int Replicas { get; init; }
}
