using System.Collections.Concurrent;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// Gives an instance that does not run other ports, if somebody has taken its own, and has those told who were told the old ones.
/// </summary>
/// <param name="endpoints">Where everybody is.</param>
/// <param name="runners">The instances, as far as there are any.</param>
/// <param name="moved">Called with what was moved, in a full sentence, by one at a time.</param>
internal sealed class PortMoves(EndpointTable endpoints, IReadOnlyDictionary<string, UnitRunner> runners, Action<string> moved)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<(UnitRunner Runner, Task StartingOver)> _told = new();

    /// <summary>Moves ports before anybody is told one, rather than when its owner starts: that would start those again who were.</summary>
    public async Task MoveTakenAsync(IEnumerable<UnitRunner> starting, CancellationToken cancellationToken)
    {
        foreach (UnitRunner runner in starting)
        {
            await MoveTakenAsync(runner.Context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>
    /// Whether something was moved. Those who were told the old ports may still be on their way: they may wait for the one that was moved.
    /// </returns>
    /// <exception cref="Errors.EngineException">The program insists on a port that was taken.</exception>
    public async Task<bool> MoveTakenAsync(UnitContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> moves = await endpoints.MoveTakenAsync(context.Unit, context.Replica, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (string text in moves)
            {
                moved(text);
            }
        }

        if (moves.Count > 0)
        {
            foreach (UnitRunner told in runners.Values.Where(r => WasTold(r, context)))
            {
                _told.Enqueue((told, told.StartOverAsync()));
            }
        }

        return moves.Count > 0;
    }

    /// <summary>Waits until everybody who had to be told again was.</summary>
    /// <returns>Those who were.</returns>
    public async Task<IReadOnlyCollection<UnitRunner>> SettleAsync(CancellationToken cancellationToken)
    {
        List<UnitRunner> told = [];
        while (_told.TryDequeue(out (UnitRunner Runner, Task StartingOver) next))
        {
            await next.StartingOver.WaitAsync(cancellationToken).ConfigureAwait(false);
            told.Add(next.Runner);
        }

        return told;
    }

    private static bool WasTold(UnitRunner other, UnitContext context) =>
        other.Context != context
        && (other.Snapshot.State.IsUp() || other.Snapshot.State == UnitState.Starting)
        && other.Context.Unit.References.Contains(context.Unit.Name, UnitName.Comparer);
}
