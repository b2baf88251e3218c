namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Whether what an instance waits for is there.</summary>
internal readonly record struct DependencyStatus
{
    public bool IsMet { get; private init; }

    /// <summary>Why it can never be there.</summary>
    public string? Reason { get; private init; }

    public bool IsFailed => Reason is not null;

    public static DependencyStatus Met { get; } = new() { IsMet = true };

    public static DependencyStatus NotYet { get; }

    public static DependencyStatus Failed(string reason) => new() { Reason = reason };
}
