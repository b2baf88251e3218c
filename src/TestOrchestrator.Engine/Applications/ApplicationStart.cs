using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Starts resources at the same time, and gives the rest up when one has failed.</summary>
internal static class ApplicationStart
{
    /// <summary>Starts resources and waits until each is ready.</summary>
    /// <exception cref="EngineException">Some have failed; the message says which, how they ended, and their last lines.</exception>
    /// <exception cref="OperationCanceledException">Some were given up, though none has failed.</exception>
    public static async Task StartAllAsync(string application, ApplicationPlan plan, IReadOnlyCollection<UnitRunner> runners, UnitBoard board, CancellationToken cancellationToken)
    {
        try
        {
            await TryStartAllAsync(plan, runners, board, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && FailuresOf(runners).Any())
        {
            // The others were given up for those that have failed.
        }

        ThrowIfAnyFailed(application, runners);
    }

    /// <summary>Starts instances each for itself: one may fail, or be stopped or started by another caller meanwhile.</summary>
    public static async Task StartEachAsync(IReadOnlyCollection<UnitRunner> runners, CancellationToken cancellationToken)
    {
        foreach (UnitRunner runner in runners)
        {
            runner.Announce();
        }

        await Task.WhenAll(runners.Select(StartAsync)).ConfigureAwait(false);

        async Task StartAsync(UnitRunner runner)
        {
            try
            {
                await runner.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException)
            {
                // It runs already: another caller has started it.
            }
        }
    }

    /// <exception cref="EngineException">Some have failed; the message says which, how they ended, and their last lines.</exception>
    public static void ThrowIfAnyFailed(string application, IReadOnlyCollection<UnitRunner> runners)
    {
        if (FailuresOf(runners).ToArray() is { Length: > 0 } failures)
        {
            throw LifeCycleErrors.DidNotStart(application, failures.Select(s => $"'{s.Name}' is {s.State}: {s.Reason}"));
        }
    }

    private static IEnumerable<UnitSnapshot> FailuresOf(IEnumerable<UnitRunner> runners) => runners.Select(r => r.Snapshot).Where(s => s.State.IsFailure());

    private static async Task TryStartAllAsync(ApplicationPlan plan, IReadOnlyCollection<UnitRunner> runners, UnitBoard board, CancellationToken cancellationToken)
    {
        Dictionary<string, CancellationTokenSource> givenUp = runners.ToDictionary(r => r.Name, _ => CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
        try
        {
            // All are announced before the first looks at the others: how those ended the last time decides nothing.
            foreach (UnitRunner runner in runners)
            {
                runner.Announce();
            }

            await Task.WhenAll(runners.Select(StartOneAsync)).ConfigureAwait(false);
        }
        finally
        {
            foreach (CancellationTokenSource source in givenUp.Values)
            {
                source.Dispose();
            }
        }

        async Task StartOneAsync(UnitRunner runner)
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
