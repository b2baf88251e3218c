namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>An app host, and what is done with it, whose behaviour under DCP is kept in a golden file. Immutable.</summary>
internal sealed record ConformanceCase
{
    /// <summary>Gets the name, which its files have as well.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what describes the application.</summary>
    public required Action<IDistributedApplicationBuilder> Describe { get; init; }

    /// <summary>Gets what is done with it, until everything that is recorded has happened.</summary>
    public required Func<ConformanceRecorder, Task> Play { get; init; }

    /// <summary>Gets whether DCP needs a container engine for it.</summary>
    public bool HasContainers { get; init; }

    /// <summary>Gets whether every run of the tests asks DCP anew.</summary>
    public bool IsAlwaysRecorded { get; init; }

    public override string ToString() => Name;
}
