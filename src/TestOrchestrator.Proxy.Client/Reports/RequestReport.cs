namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>What a client sent. Immutable.</summary>
public sealed record RequestReport
{
    /// <summary>Gets the method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the URL as it was sent.</summary>
    public required string Url { get; init; }

    /// <summary>Gets the protocol between client and proxy.</summary>
    public required string Protocol { get; init; }

    /// <summary>Gets the headers.</summary>
    public required IReadOnlyList<HeaderReport> Headers { get; init; }

    /// <summary>Gets the body.</summary>
    public required BodyReport Body { get; init; }

    /// <summary>Gets the headers after the body.</summary>
    /// <value>Empty when there are none.</value>
    public IReadOnlyList<HeaderReport> Trailers { get; init; } = [];
}
