namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>What goes wrong on the network, for the exchanges and tunnels that fit; what is said acts together. Immutable.</summary>
/// <remarks>What is <see langword="null"/>, which is the default of everything, does not act.</remarks>
public sealed record FaultDefinition
{
    /// <summary>Gets the id of the scope that it belongs to.</summary>
    /// <value>The default is the root scope of the session.</value>
    public string? Scope { get; init; }

    /// <summary>Gets the id of the mock whose answers are disturbed, instead of <see cref="Scope"/> and <see cref="Predicates"/>.</summary>
    public string? Mock { get; init; }

    /// <summary>Gets which exchanges and tunnels are meant.</summary>
    /// <value>The default is all.</value>
    public Predicates? Predicates { get; init; }

    /// <summary>Gets the delay, in seconds.</summary>
    public double? LatencySec { get; init; }

    /// <summary>Gets how much more or less the delay may be, in seconds.</summary>
    public double? JitterSec { get; init; }

    /// <summary>Gets the rate, in bytes a second.</summary>
    public long? BytesPerSec { get; init; }

    /// <summary>Gets how what passes is cut into slices.</summary>
    public SlicerDefinition? Slicer { get; init; }

    /// <summary>Gets after how many bytes the connection is closed, as if all had been said.</summary>
    public long? LimitData { get; init; }

    /// <summary>Gets how long the end is held back, in seconds.</summary>
    public double? SlowCloseSec { get; init; }

    /// <summary>Gets after how many seconds, during which no byte passes, the connection is closed; 0 never does.</summary>
    public double? TimeoutSec { get; init; }

    /// <summary>Gets after how many seconds the connection is reset, before its first byte.</summary>
    public double? ResetSec { get; init; }

    /// <summary>Gets after how many bytes the connection is reset; 0 is after the head.</summary>
    public long? ResetAfterBytes { get; init; }

    /// <summary>Gets whether connections are refused.</summary>
    public bool? Down { get; init; }

    /// <summary>Gets with which probability exchanges, and segments of tunnels, are lost.</summary>
    public double? Loss { get; init; }

    /// <summary>Gets what is disturbed: <c>up</c>, what the client sends, <c>down</c>, what it gets, or <c>both</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>Gets with which probability an exchange is hit.</summary>
    /// <value>The default is 1.</value>
    public double? Probability { get; init; }

    /// <summary>Gets what makes chance repeatable.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets how many calls are hit, the first ones.</summary>
    public int? FirstCalls { get; init; }

    /// <summary>Gets how many calls pass before.</summary>
    public int? AfterCall { get; init; }

    /// <summary>Gets whether, over HTTP/2, the connection is reset or closed with all its streams.</summary>
    public bool? WholeConnection { get; init; }
}
