namespace TestOrchestrator.Proxy.Faults;

/// <summary>One call that a fault hits. Immutable.</summary>
internal sealed record FaultHit(Fault Fault, int Call)
{
    public Disturbance Asked => Fault.Disturbance;

    /// <summary>
    /// Gets a value indicating whether it hits a response that has begun already, so that nothing can break upstream any more.
    /// </summary>
    public bool IsOfResponse { get; init; }

    /// <summary>Where something acts that breaks before the next byte.</summary>
    public bool BreaksOn(Ways way) => IsOfResponse && Asked.Direction == Ways.None ? way == Ways.Downstream : Asked.BreaksOn(way);

    public FaultRandom Random(Purpose purpose, Ways way) => new(Fault.Seed, Call, ((int)purpose * 2) + (int)way);

    /// <summary>What chance is needed for. The values are part of what a seed means.</summary>
    internal enum Purpose
    {
        Latency = 1,
        Loss = 2,
        Slices = 3,
    }
}
