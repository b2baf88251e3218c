namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Where an instance of a resource is in its life.</summary>
public enum UnitState
{
    /// <summary>It is described, and nothing has been done yet.</summary>
    Declared,

    /// <summary>
    /// It is going to be started: when what it waits for is there, or, after an end that its restart policy does not put up with, when some
    /// time has passed.
    /// </summary>
    Waiting,

    /// <summary>It is being started.</summary>
    Starting,

    /// <summary>It runs, and was not seen to be ready yet.</summary>
    Running,

    /// <summary>It runs and is ready.</summary>
    Ready,

    /// <summary>It runs, was ready, and its health checks fail.</summary>
    Unhealthy,

    /// <summary>It is being stopped because somebody asked for it.</summary>
    Stopping,

    /// <summary>It was stopped because somebody asked for it.</summary>
    Stopped,

    /// <summary>It ended by itself, as it should.</summary>
    Completed,

    /// <summary>It ended by itself, when it should not.</summary>
    Exited,

    /// <summary>It could not be started.</summary>
    FailedToStart,

    /// <summary>It was not started, because something that it waits for failed.</summary>
    Skipped,
}
