using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Starts resources at the same time, and gives the rest up when one has failed.</summary>
internal static class ApplicationStart
{
    /// <summary>Starts resources and waits until each is ready, has failed, or was given up.</summary>
    /// <exception cref="OperationCanceledException">Some were given up, by the caller or because another one failed.</exception>
    public static async Task StartAllAsync(ApplicationPlan plan, IReadOnlyCollection<ResourceRunner> runners, ResourceBoard board, CancellationToken cancellationToken)
    {
        Dictionary<string, CancellationTokenSource> givenUp = runners.ToDictionary(r => r.Name, _ => CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
        try
        {
            await Task.WhenAll(runners.Select(StartOneAsync)).ConfigureAwait(false);
        }
        finally
        {
            foreach (CancellationTokenSource source in givenUp.Values)
            {
                source.Dispose();
            }
        }

        async Task StartOneAsync(ResourceRunner runner)
        {
            await runner.StartAsync(givenUp[runner.Name].Token).ConfigureAwait(false);
            if (!runner.Snapshot.State.IsFailure())
            {
                return;
            }

            // Those that wait for what has failed end by themselves, with the reason.
            foreach (string other in givenUp.Keys.Where(name => !plan.IsDoomed(name, board.Snapshots)))
            {
                await givenUp[other].CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
