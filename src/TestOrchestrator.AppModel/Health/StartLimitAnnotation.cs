namespace TestOrchestrator.AppModel.Health;

/// <summary>How long a resource may take from its start until it is ready, if it is not as long as the run says.</summary>
public sealed record StartLimitAnnotation : IResourceAnnotation
{
    /// <summary>Gets the limit.</summary>
    public required TimeSpan Limit { get; init; }
}
