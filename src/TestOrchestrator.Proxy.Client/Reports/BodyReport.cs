namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A body, and as much of it as was asked for. Immutable.</summary>
public sealed record BodyReport
{
    /// <summary>Gets how long it is so far, in bytes as they were sent.</summary>
    public required long Length { get; init; }

    /// <summary>Gets how much of it was kept: <c>whole</c>, <c>truncated</c> or <c>dropped</c>.</summary>
    public required string Capture { get; init; }

    /// <summary>Gets it as text, without its content coding.</summary>
    /// <value><see langword="null"/> when it is none, or was not asked for.</value>
    public string? Text { get; init; }

    /// <summary>Gets it as bytes in base64.</summary>
    /// <value><see langword="null"/> when it is text, or was not asked for.</value>
    public string? Base64 { get; init; }
}
