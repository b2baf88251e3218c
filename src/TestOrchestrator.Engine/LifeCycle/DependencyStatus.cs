namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Whether what an instance waits for is there.</summary>
internal sealed record DependencyStatus
{
    public bool IsMet { get; private init; }

    /// <summary>Why it can never be there.</summary>
    public string? Reason { get; private init; }

    public bool IsFailed => Reason is not null;

    public bool IsNotYet => !IsMet && !IsFailed;

    public static DependencyStatus Met { get; } = new() { IsMet = true };

    public static DependencyStatus NotYet { get; } = new();

    /// <summary>Makes one of several: a failure decides whatever the others are, else all must be met.</summary>
    public static DependencyStatus Of(IEnumerable<DependencyStatus> all)
    {
        DependencyStatus worst = Met;
        foreach (DependencyStatus one in all)
        {
            if (one.IsFailed)
            {
                return one;
            }

            worst = one.IsMet ? worst : one;
        }

        return worst;
    }

    public static DependencyStatus Failed(string reason) => new() { Reason = reason };
}
