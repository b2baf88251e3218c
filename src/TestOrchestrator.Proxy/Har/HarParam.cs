namespace TestOrchestrator.Proxy.Har;

/// <summary>A field of a form. Immutable.</summary>
internal sealed record HarParam
{
    public required string Name { get; init; }

    /// <summary>Gets the value; files have none.</summary>
    public string? Value { get; init; }

    public string? FileName { get; init; }

    public string? ContentType { get; init; }
}
