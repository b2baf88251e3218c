namespace TestOrchestrator.AppModel.EnvironmentVariables;

/// <summary>Sets environment variables of a resource, in the order in which the annotations were added.</summary>
public sealed record EnvironmentCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Gets the callback. It runs each time that an instance of the resource is started.</summary>
    public required Func<EnvironmentCallbackContext, Task> Callback { get; init; }
}
