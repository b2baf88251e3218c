namespace TestOrchestrator.Proxy.Har;

/// <summary>A cookie of a request, or one that a response sets. Immutable.</summary>
internal sealed record HarCookie
{
    public required string Name { get; init; }

    public required string Value { get; init; }

    public string? Path { get; init; }

    public string? Domain { get; init; }

    /// <summary>Gets when it ends, as it is written in the file (ISO 8601).</summary>
    public string? Expires { get; init; }

    public bool? HttpOnly { get; init; }

    public bool? Secure { get; init; }
}
