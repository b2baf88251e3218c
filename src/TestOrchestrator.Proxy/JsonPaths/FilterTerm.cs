namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// What a word of a filter can be taken for; well-typedness (RFC 9535, section 2.4.3) decides which of them it is. Immutable.
/// </summary>
internal sealed record FilterTerm
{
    /// <summary>Gets where it begins.</summary>
    public required int Position { get; init; }

    /// <summary>Gets what it is called in messages.</summary>
    public required string What { get; init; }

    /// <summary>Gets it as a value, to be compared; <see langword="null"/> where it has none.</summary>
    public Operand? Value { get; init; }

    /// <summary>Gets it as a condition; <see langword="null"/> where it is none.</summary>
    public Condition? Test { get; init; }

    /// <summary>Gets it as a query, for functions that take one; <see langword="null"/> where it is none.</summary>
    public PathQuery? Query { get; init; }
}
