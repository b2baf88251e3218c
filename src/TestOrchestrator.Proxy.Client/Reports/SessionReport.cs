namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A session as it is known now. Immutable.</summary>
public sealed record SessionReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the address to give to clients as their HTTP and HTTPS proxy, without credentials.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets what happens to requests that no mock fits.</summary>
    public required string Unmatched { get; init; }

    /// <summary>Gets the number of its newest event, 0 before the first.</summary>
    public required long LastEvent { get; init; }

    /// <summary>Gets the id of its root scope.</summary>
    public required string RootScope { get; init; }

    /// <summary>Gets the variables for programs that are to use the proxy and trust it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
