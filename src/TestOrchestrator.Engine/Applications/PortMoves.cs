using TestOrchestrator.AppModel;
using TestOrchestrator.Engine.Addresses;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Gives an instance that does not run other ports, if somebody has taken its own, and has those told who were told the old ones.</summary>
/// <param name="model">Who refers to whom.</param>
/// <param name="endpoints">Where everybody is.</param>
/// <param name="runners">The instances, as far as there are any.</param>
/// <param name="moved">Called with what was moved, in a full sentence.</param>
internal sealed class PortMoves(ApplicationModel model, EndpointTable endpoints, IReadOnlyDictionary<string, ResourceRunner> runners, Action<string> moved)
{
    /// <returns>Whether something was moved.</returns>
    /// <exception cref="Errors.EngineException">The program insists on a port that was taken.</exception>
    public async Task<bool> MoveTakenAsync(ResourceContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> moves = await endpoints.MoveTakenAsync(context.Resource, context.Replica, cancellationToken).ConfigureAwait(false);
        if (moves.Count == 0)
        {
            return false;
        }

        foreach (string text in moves)
        {
            moved(text);
        }

        ResourceRunner[] told = [.. runners.Values.Where(r => WasTold(r, context))];
        await Task.WhenAll(told.Select(r => r.StopAsync(StopMode.Keep))).ConfigureAwait(false);
        await Task.WhenAll(told.Select(r => r.StartAsync(cancellationToken))).ConfigureAwait(false);
        return true;
    }

    private bool WasTold(ResourceRunner other, ResourceContext context) =>
        other.Context != context
        && (other.Snapshot.State.IsUp() || other.Snapshot.State == ResourceState.Starting)
        && model.Refers(other.Context.Resource, context.Resource);
}
