namespace TestOrchestrator.Proxy.Faults;

/// <summary>One call that a fault hits. Immutable.</summary>
internal sealed record FaultHit(Fault Fault, int Call)
{
    public Disturbance Asked => Fault.Disturbance;

    public FaultRandom Random(Purpose purpose, Ways way) => new(Fault.Seed, Call, ((int)purpose * 2) + (int)way);

    /// <summary>What chance is needed for. The values are part of what a seed means.</summary>
    internal enum Purpose
    {
        Latency = 1,
        Loss = 2,
        Slices = 3,
    }
}
