namespace TestOrchestrator.Proxy.Faults;

/// <summary>Something that a fault did to an exchange. Immutable.</summary>
public sealed record RecordedFault
{
    /// <summary>Gets the fault.</summary>
    public required Fault Fault { get; init; }

    /// <summary>Gets which of the calls that the fault counts the exchange is; the first is 1.</summary>
    public required int Call { get; init; }

    /// <summary>Gets what it did, with the values that chance gave, such as <c>latency 187 ms downstream</c>.</summary>
    public required string What { get; init; }

    /// <summary>Shows what it did, the call and the seed.</summary>
    public override string ToString() => $"{What} (call {Call}, seed {Fault.Seed})";
}
