namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>The life of a resource: every step that it may take, and no other.</summary>
public static class ResourceTransitions
{
    private static readonly Dictionary<ResourceState, ResourceState[]> s_table = new()
    {
        [ResourceState.Declared] = [ResourceState.Waiting],
        [ResourceState.Waiting] = [ResourceState.Starting, ResourceState.Skipped, ResourceState.FailedToStart, ResourceState.Stopped],
        [ResourceState.Starting] = [ResourceState.Running, ResourceState.Waiting, ResourceState.FailedToStart, ResourceState.Stopping],
        [ResourceState.Running] = [ResourceState.Ready, ResourceState.Waiting, ResourceState.Completed, ResourceState.Exited, ResourceState.FailedToStart, ResourceState.Stopping],
        [ResourceState.Ready] = [ResourceState.Unhealthy, ResourceState.Waiting, ResourceState.Completed, ResourceState.Exited, ResourceState.Stopping],
        [ResourceState.Unhealthy] = [ResourceState.Ready, ResourceState.Waiting, ResourceState.Completed, ResourceState.Exited, ResourceState.Stopping],
        [ResourceState.Stopping] = [ResourceState.Stopped],
        [ResourceState.Stopped] = [ResourceState.Waiting],
        [ResourceState.Completed] = [ResourceState.Waiting],
        [ResourceState.Exited] = [ResourceState.Waiting],
        [ResourceState.FailedToStart] = [ResourceState.Waiting],
        [ResourceState.Skipped] = [ResourceState.Waiting],
    };

    /// <summary>Tells whether a resource may go from one state to another.</summary>
    /// <param name="from">The state that it is in.</param>
    /// <param name="to">The state that it would be in.</param>
    /// <returns>Whether it may.</returns>
    public static bool Allows(ResourceState from, ResourceState to) => s_table[from].Contains(to);

    /// <summary>Tells whether something runs in a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether something runs.</returns>
    public static bool IsUp(this ResourceState state) => state is ResourceState.Running or ResourceState.Ready or ResourceState.Unhealthy;

    /// <summary>Tells whether a state is one that nothing good comes out of.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether it failed.</returns>
    public static bool IsFailure(this ResourceState state) => state is ResourceState.Exited or ResourceState.FailedToStart or ResourceState.Skipped;
}
