namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>Something that a test should hear of although the proxy went on. Immutable.</summary>
public sealed record ProblemReport
{
    /// <summary>Gets the code of the cause.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the whole explanation.</summary>
    public required string Message { get; init; }

    /// <summary>Gets when it was noticed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the name of the scope to which it belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the number of the exchange that it is about.</summary>
    /// <value><see langword="null"/> when it is about none.</value>
    public long? Exchange { get; init; }

    /// <summary>Gets a value indicating whether somebody has said that it may happen.</summary>
    public required bool Ignored { get; init; }
}
