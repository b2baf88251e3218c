namespace TestOrchestrator.AppModel.Waiting;

/// <summary>A resource does not start before something is true of another.</summary>
public sealed record WaitAnnotation : IResourceAnnotation
{
    /// <summary>Gets the other resource.</summary>
    public required IResource Resource { get; init; }

    /// <summary>Gets what is awaited.</summary>
    public required WaitCondition Condition { get; init; }

    /// <summary>Gets the exit code that completion must have.</summary>
    /// <value>The default is 0; null is any, also the end by a signal. Only <see cref="WaitCondition.Completed"/> looks at it.</value>
    public int? ExitCode { get; init; } = 0;
}
