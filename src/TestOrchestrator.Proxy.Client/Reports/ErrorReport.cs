namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>One thing that the server finds wrong about a request. Immutable.</summary>
public sealed record ErrorReport
{
    /// <summary>Gets the code of the cause, <c>TO2xxx</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the whole explanation, which begins with the code.</summary>
    public required string Detail { get; init; }

    /// <summary>Gets where in the body it is, as a JSON pointer.</summary>
    /// <value><see langword="null"/> when it is not about the body.</value>
    public string? Field { get; init; }

    /// <summary>Gets what was seen.</summary>
    /// <value><see langword="null"/> when nothing is.</value>
    public string? Seen { get; init; }

    /// <summary>Gets what would be right.</summary>
    /// <value><see langword="null"/> when the explanation says it.</value>
    public string? Remedy { get; init; }
}
