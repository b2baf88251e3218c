using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// Stops the resources of an application in order: programs before the servers that they use, dependants before what they wait for.
/// </summary>
internal static class ApplicationShutdown
{
    /// <param name="plan">What depends on what.</param>
    /// <param name="runners">The instances.</param>
    /// <param name="stop">Stops one.</param>
    public static async Task StopAllAsync(ApplicationPlan plan, IReadOnlyDictionary<string, UnitRunner> runners, Func<UnitRunner, Task> stop)
    {
        // References may go in circles, so they cannot give an order; that programs go first is enough to spare them a lost database.
        ILookup<bool, UnitRunner> programs = runners.Values.ToLookup(r => r.Context.Unit.IsProgram);
        List<Exception> failures = [];
        await StopAsync(plan, programs[true], stop, failures).ConfigureAwait(false);
        await StopAsync(plan, programs[false], stop, failures).ConfigureAwait(false);
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    /// <summary>Stops all as in production, programs first, and has what servers hold put where it outlives the run.</summary>
    public static async Task KeepAllAsync(IEnumerable<UnitRunner> runners, KeptApplication kept)
    {
        ILookup<bool, UnitRunner> programs = runners.ToLookup(r => r.Context.Unit.IsProgram);
        await Task.WhenAll(programs[true].Select(r => r.StopAsync(StopMode.Keep))).ConfigureAwait(false);
        await Task.WhenAll(programs[false].Select(r => r.KeepAsync(kept.DirectoryOf(r.Name)))).ConfigureAwait(false);
    }

    private static async Task StopAsync(ApplicationPlan plan, IEnumerable<UnitRunner> runners, Func<UnitRunner, Task> stop, List<Exception> failures)
    {
        Dictionary<string, UnitRunner> these = runners.ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, Task> stopping = new(StringComparer.OrdinalIgnoreCase);
        await Task.WhenAll(these.Keys.Select(StopOnce)).ConfigureAwait(false);

        Task StopOnce(string name)
        {
            if (stopping.TryGetValue(name, out Task? begun))
            {
                return begun;
            }

            // Where units want to end before each other in a circle, one has to be the first that does not wait.
            stopping[name] = Task.CompletedTask;
            Task[] dependants = [.. plan.DependantsOf(name).Where(these.ContainsKey).Select(StopOnce)];
            return stopping[name] = StopOneAsync(these[name], dependants);
        }

        async Task StopOneAsync(UnitRunner runner, Task[] dependants)
        {
            await Task.WhenAll(dependants).ConfigureAwait(false);
            try
            {
                await stop(runner).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The others must be stopped, too; every failure is reported.
            catch (Exception e)
#pragma warning restore CA1031
            {
                lock (failures)
                {
                    failures.Add(e);
                }
            }
        }
    }
}
