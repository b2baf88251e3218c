using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Repeats the health checks of something that is up, and writes what they see on the board.</summary>
internal sealed class HealthMonitor(string name, HealthProbe health, UnitBoard board, TimeSpan interval, TimeProvider timeProvider)
{
    public async Task RunAsync(IUnitInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, timeProvider, cancellationToken).ConfigureAwait(false);
                Observation seen = await health.LookAsync(instance, cancellationToken).ConfigureAwait(false);
                _ = seen.IsSatisfied
                    ? board.TryMove(name, UnitState.Ready, state => state == UnitState.Unhealthy)
                    : board.TryMove(name, UnitState.Unhealthy, state => state == UnitState.Ready, s => s with { Reason = $"Its health check saw {seen.Saw}." });
            }
        }
        catch (OperationCanceledException)
        {
            // The instance has ended, or the application ends.
        }
    }
}
