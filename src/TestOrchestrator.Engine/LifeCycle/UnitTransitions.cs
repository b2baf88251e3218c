namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>The life of a resource: every step that it may take, and no other.</summary>
public static class UnitTransitions
{
    private static readonly Dictionary<UnitState, UnitState[]> s_table = new()
    {
        [UnitState.Declared] = [UnitState.Waiting],
        [UnitState.Waiting] = [UnitState.Starting, UnitState.Skipped, UnitState.FailedToStart, UnitState.Stopped],
        [UnitState.Starting] = [UnitState.Running, UnitState.Waiting, UnitState.FailedToStart, UnitState.Stopping],
        [UnitState.Running] = [UnitState.Ready, UnitState.Waiting, UnitState.Completed, UnitState.Exited, UnitState.FailedToStart, UnitState.Stopping],
        [UnitState.Ready] = [UnitState.Unhealthy, UnitState.Waiting, UnitState.Completed, UnitState.Exited, UnitState.Stopping],
        [UnitState.Unhealthy] = [UnitState.Ready, UnitState.Waiting, UnitState.Completed, UnitState.Exited, UnitState.Stopping],
        [UnitState.Stopping] = [UnitState.Stopped],
        [UnitState.Stopped] = [UnitState.Waiting],
        [UnitState.Completed] = [UnitState.Waiting],
        [UnitState.Exited] = [UnitState.Waiting],
        [UnitState.FailedToStart] = [UnitState.Waiting],
        [UnitState.Skipped] = [UnitState.Waiting],
    };

    /// <summary>Tells whether a resource may go from one state to another.</summary>
    /// <param name="from">The state that it is in.</param>
    /// <param name="to">The state that it would be in.</param>
    /// <returns>Whether it may.</returns>
    public static bool Allows(UnitState from, UnitState to) => s_table[from].Contains(to);

    /// <summary>Tells whether something runs in a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether something runs.</returns>
    public static bool IsUp(this UnitState state) => state is UnitState.Running or UnitState.Ready or UnitState.Unhealthy;

    /// <summary>Tells whether a state is one that nothing good comes out of.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether it failed.</returns>
    public static bool IsFailure(this UnitState state) => state is UnitState.Exited or UnitState.FailedToStart or UnitState.Skipped;
}
