using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Processes;

/// <summary>
/// A process of this run. The run's nursery owns it and ends it with everything that came from it when the run ends. Thread-safe.
/// </summary>
public sealed class ChildProcess
{
    private readonly IProcessOwner _owner;
    private readonly int _id;
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ChildProcess(IProcessOwner owner, int id, ProcessIdentity identity)
    {
        _owner = owner;
        _id = id;
        Identity = identity;
    }

    /// <summary>Gets which process it is.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Gets a task that ends with the process.</summary>
    public Task<ProcessExit> Exited => _exited.Task;

    /// <summary>Sends a signal to the process alone. Nothing happens if it has ended.</summary>
    /// <param name="signal">The signal.</param>
    public void Send(StopSignal signal) => _owner.Signal(_id, (int)signal, wholeTree: false);

    /// <summary>Kills the process and everything that came from it. Nothing happens if it has ended.</summary>
    public void KillTree() => _owner.Signal(_id, (int)StopSignal.Kill, wholeTree: true);

    /// <summary>Asks the process to end, and kills it with everything that came from it when it does not.</summary>
    /// <param name="ask">The signal that asks.</param>
    /// <param name="grace">How long it may take.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>How it ended.</returns>
    public async Task<ProcessExit> StopAsync(StopSignal ask, TimeSpan grace, TimeProvider timeProvider)
    {
        Send(ask);
        try
        {
            await _exited.Task.WaitAsync(grace, timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            KillTree();
        }

        return await _exited.Task.ConfigureAwait(false);
    }

    internal void SetExited(ProcessExit exit) => _exited.TrySetResult(exit);
}
