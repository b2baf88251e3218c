namespace TestOrchestrator.AppModel.Arguments;

/// <summary>Sets arguments of a resource, in the order in which the annotations were added.</summary>
public sealed record CommandLineArgsCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Gets the callback. It runs each time that an instance of the resource is started.</summary>
    public required Func<CommandLineArgsCallbackContext, Task> Callback { get; init; }
}
