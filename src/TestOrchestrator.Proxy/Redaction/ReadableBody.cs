namespace TestOrchestrator.Proxy.Redaction;

/// <summary>A body without its content coding and without secrets: text, or bytes when it is none. Immutable.</summary>
internal sealed record ReadableBody
{
    /// <summary>Gets the text.</summary>
    /// <value><see langword="null"/> when the body is not valid in its charset.</value>
    public string? Text { get; init; }

    /// <summary>Gets the bytes of a body that is not text; empty else.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }
}
