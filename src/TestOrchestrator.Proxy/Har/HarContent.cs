namespace TestOrchestrator.Proxy.Har;

/// <summary>The body of a response, without its content coding. Immutable.</summary>
internal sealed record HarContent
{
    /// <summary>Gets the length in bytes, -1 when it is unknown.</summary>
    public long Size { get; init; }

    /// <summary>Gets how many bytes the content coding saved.</summary>
    public long? Compression { get; init; }

    public string MimeType { get; init; } = "";

    public HarBody Body { get; init; } = HarBody.None;
}
