namespace TestOrchestrator.Proxy.Waiting;

/// <summary>What one look at the watched state saw: the awaited thing, or when it is worth looking again.</summary>
internal readonly record struct Glance<T>
{
    public bool IsSatisfied { get; private init; }

    public T? Found { get; private init; }

    public Task Changed { get; private init; }

    /// <summary>When to look again although nothing has changed.</summary>
    public TimeSpan? LookAgainAfter { get; private init; }

    public static Glance<T> Satisfied(T found) => new() { IsSatisfied = true, Found = found, Changed = Task.CompletedTask };

    public static Glance<T> NotYet(Task changed, TimeSpan? lookAgainAfter = null) => new() { Changed = changed, LookAgainAfter = lookAgainAfter };
}
