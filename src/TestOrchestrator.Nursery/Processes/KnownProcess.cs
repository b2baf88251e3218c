namespace TestOrchestrator.Nursery.Processes;

/// <summary>A process that was asked for, as opposed to an orphan that came to us.</summary>
/// <param name="Id">The engine's number.</param>
/// <param name="Pid">The kernel's number.</param>
internal sealed record KnownProcess(int Id, int Pid)
{
    /// <summary>What is set when it has ended, for a thread that has to outlive it.</summary>
    public ManualResetEventSlim? Ended { get; init; }
}
