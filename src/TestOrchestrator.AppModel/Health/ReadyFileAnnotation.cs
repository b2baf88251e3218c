namespace TestOrchestrator.AppModel.Health;

/// <summary>A program is ready when a file is there.</summary>
public sealed record ReadyFileAnnotation : IResourceAnnotation
{
    /// <summary>Gets the path: a text, or a value that is known when the application runs. A relative one starts at the program's own directory in the application.</summary>
    public required object Path { get; init; }
}
