namespace TestOrchestrator.Proxy.Control;

/// <summary>One thing that is wrong about a request. Immutable.</summary>
/// <param name="Code">The code of the cause.</param>
/// <param name="Message">What is wrong, which begins with the code.</param>
internal sealed record ControlFinding(string Code, string Message)
{
    /// <summary>Gets where in the body it is, as a JSON pointer (RFC 6901); <see langword="null"/> when it is not about the body.</summary>
    public string? Field { get; init; }

    /// <summary>Gets what was seen there.</summary>
    public string? Seen { get; init; }

    /// <summary>Gets what would be right.</summary>
    public string? Remedy { get; init; }
}
