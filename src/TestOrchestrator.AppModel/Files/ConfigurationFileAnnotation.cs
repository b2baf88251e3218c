namespace TestOrchestrator.AppModel.Files;

/// <summary>A file that is written for a program before each of its starts, in the program's own directory in the application.</summary>
public sealed record ConfigurationFileAnnotation : IResourceAnnotation
{
    /// <summary>Gets the path below the program's own directory.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the content: a text, or a value that is known when the application runs.</summary>
    public required object Content { get; init; }
}
