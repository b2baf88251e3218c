namespace TestOrchestrator.Proxy.Matching;

/// <summary>A part of a multipart form, and where its content is in the text of the form. Immutable.</summary>
internal sealed record MultipartPart(string Name, string? FileName, string? ContentType, int Start, int Length)
{
    /// <summary>Gets a value indicating whether the form ends within it.</summary>
    public bool IsCutOff { get; init; }
}
