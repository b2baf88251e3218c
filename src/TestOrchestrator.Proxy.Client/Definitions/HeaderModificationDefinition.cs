namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>A change of one header. Immutable.</summary>
public sealed record HeaderModificationDefinition
{
    /// <summary>Gets what is done: <c>PUT</c>, <c>ADD</c> or <c>DELETE</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Gets the name of the header.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value.</summary>
    /// <value>The default is <see langword="null"/>: none, for <c>DELETE</c>.</value>
    public string? Value { get; init; }
}
