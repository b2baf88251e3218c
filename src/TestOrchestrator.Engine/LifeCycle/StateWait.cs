using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Waits until instances are in a state.</summary>
internal static class StateWait
{
    /// <exception cref="TimeoutException">The limit has passed; the message says in which states they are.</exception>
    public static async Task ForAsync(UnitBoard board, string resource, string[] instances, UnitState state, TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Task<string[]> reached = board.WaitAsync(all => instances.All(n => all[n].State == state) ? instances : null, cancellationToken);
        try
        {
            await Wait.ForAsync($"'{resource}' to be {state}", reached, limit, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} {string.Join(' ', instances.Select(n => board.Snapshots[n]).Select(s => $"'{s.Name}' is {s.State}. {s.Reason}"))}".TrimEnd());
        }
    }
}
