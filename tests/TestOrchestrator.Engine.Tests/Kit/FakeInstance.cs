using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A fake that runs until it is stopped or ended. Thread-safe.</summary>
internal sealed class FakeInstance(FakeProvider provider, UnitContext context) : IUnitInstance
{
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _askedToStop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _probed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UnitContext Context => context;

    public Task<ProcessExit> Ended => _ended.Task;

    /// <summary>Ends when somebody has looked whether it is ready.</summary>
    public Task Probed => _probed.Task;

    /// <summary>Ends when somebody stops it.</summary>
    public Task AskedToStop => _askedToStop.Task;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken)
    {
        _probed.TrySetResult();
        return new(provider.Health);
    }

    public async Task StopAsync(StopMode mode)
    {
        _askedToStop.TrySetResult();
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        await provider.Stopping();
        provider.Note($"{context.Name} stops: {mode}");
        _ended.TrySetResult(new() { Signal = 15 });
    }

    /// <summary>Ends by itself, having written a line.</summary>
    public void End(ProcessExit exit, string lastLine = "Goodbye.")
    {
        File.AppendAllText(context.LogFile, $"{lastLine}\n");
        _ended.TrySetResult(exit);
    }
}
