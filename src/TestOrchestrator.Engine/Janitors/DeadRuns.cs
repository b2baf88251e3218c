using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Janitors;

/// <summary>
/// Removes what runs of this user left behind whose owner and nursery were both killed. Every start of a run does it, too.
/// </summary>
public static class DeadRuns
{
    /// <summary>Ends their processes and removes their state directories.</summary>
    /// <returns>What was removed, or could not be.</returns>
    public static IReadOnlyList<DeadRun> Remove()
    {
        List<DeadRun> removed = [];
        new Janitor(StateRoot.Open(), removed.Add, TimeProvider.System).Clean();
        return removed;
    }
}
