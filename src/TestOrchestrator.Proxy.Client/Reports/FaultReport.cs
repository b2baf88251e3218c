namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A fault as it is known now. Immutable.</summary>
public sealed record FaultReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the id of the mock whose answers it disturbs.</summary>
    /// <value><see langword="null"/> when it is none of a mock.</value>
    public string? Mock { get; init; }

    /// <summary>Gets its predicates, for people.</summary>
    public required string Pattern { get; init; }

    /// <summary>Gets what goes wrong, for people.</summary>
    public required string What { get; init; }

    /// <summary>Gets the seed of its chance, a number of 64 bits.</summary>
    public required string Seed { get; init; }

    /// <summary>Gets how many its predicates fitted, hit or not.</summary>
    public required int Calls { get; init; }

    /// <summary>Gets how many of them it hit.</summary>
    public required int Hits { get; init; }
}
