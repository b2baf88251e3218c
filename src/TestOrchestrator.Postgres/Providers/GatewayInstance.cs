using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Gateway;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>An open gateway. It ends when it is closed, or when the server behind it ends.</summary>
internal sealed class GatewayInstance : IUnitInstance
{
    private readonly PostgresGateway _gateway;
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="gateway">The gateway.</param>
    /// <param name="serverExited">Ends with the server.</param>
    /// <param name="explain">Gets how the server ended, if that is why this ends, before it does.</param>
    public GatewayInstance(PostgresGateway gateway, Task<ProcessExit> serverExited, Action<ProcessExit> explain)
    {
        _gateway = gateway;
        _ = WatchAsync(serverExited, explain);
    }

    public Task<ProcessExit> Ended => _ended.Task;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

    public Task StopAsync(StopMode mode)
    {
        _gateway.Dispose();
        _ended.TrySetResult(new() { ExitCode = 0 });
        return Task.CompletedTask;
    }

    private async Task WatchAsync(Task<ProcessExit> serverExited, Action<ProcessExit> explain)
    {
        if (await Task.WhenAny(_ended.Task, serverExited).ConfigureAwait(false) == serverExited)
        {
            ProcessExit exit = await serverExited.ConfigureAwait(false);
            _gateway.Dispose();
            explain(exit);
            _ended.TrySetResult(exit);
        }
    }
}
