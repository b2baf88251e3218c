namespace TestOrchestrator.Engine.Definitions;

/// <summary>What is awaited of another resource.</summary>
public enum WaitCondition
{
    /// <summary>That it runs and its health checks pass.</summary>
    Ready,

    /// <summary>That it runs, ready or not.</summary>
    Started,

    /// <summary>That it has ended with a given exit code.</summary>
    Completed,
}
