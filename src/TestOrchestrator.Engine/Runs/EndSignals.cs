using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Runs;

/// <summary>
/// What Ctrl+C and SIGTERM mean for a run in the foreground: the first time everything is stopped in order; the second time the process
/// ends at once, and the nursery ends the rest. As long as it is not disposed of.
/// </summary>
public sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    /// <summary>Begins to listen.</summary>
    /// <param name="end">Canceled by the first signal.</param>
    public EndSignals(CancellationTokenSource end)
    {
        _end = end;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Gives the signals their usual meaning back.</summary>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_end.IsCancellationRequested;
        _end.Cancel();
    }
}
