namespace TestOrchestrator.Groups.Holding;

/// <summary>How a process of a group is, in a word.</summary>
public enum ProcessStatus
{
    /// <summary>It was never started.</summary>
    HasNeverRun,

    /// <summary>It runs, or is being started or stopped.</summary>
    Run,

    /// <summary>It was stopped, or has ended as it should.</summary>
    Down,

    /// <summary>It ended when it should not, or could not be started.</summary>
    Fail,

    /// <summary>It is not known: the process that held the group was killed while it ran.</summary>
    Unknown,
}
