namespace TestOrchestrator.Engine.Definitions;

/// <summary>When a unit that has ended is started again. Immutable.</summary>
public sealed record RestartDefinition
{
    /// <summary>Gets after which ends it is started again.</summary>
    public required RestartPolicy Policy { get; init; }

    /// <summary>Gets how long to wait before the first restart. It doubles with each restart.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest wait. What ran for longer than that starts with <see cref="Delay"/> again.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>How a process is asked to end. Immutable.</summary>
public sealed record StopDefinition
{
    /// <summary>Gets the signal that asks it to end.</summary>
    public StopSignal Signal { get; init; } = StopSignal.Terminate;

    /// <summary>Gets how long it may take before it is killed with all of its children.</summary>
    /// <value>The default is null: the run's own limit.</value>
    public TimeSpan? Grace { get; init; }
}

/// <summary>How the log of a process is written. Immutable.</summary>
public sealed record LogDefinition
{
    /// <summary>Gets whether each line begins with the time at which it was written: UTC, RFC 3339, nanoseconds.</summary>
    public bool Timestamps { get; init; }

    /// <summary>
    /// Gets the size in bytes at which a new file is begun; the old one gets the suffix <c>.1</c>, an older one <c>.2</c>.
    /// </summary>
    /// <value>The default is null: one file.</value>
    public long? MaxBytes { get; init; }

    /// <summary>Gets how many files there are at most, the current one included.</summary>
    /// <value>The default is 5. Only with <see cref="MaxBytes"/>.</value>
    public int MaxFiles { get; init; } = 5;
}

/// <summary>An HTTP request that a unit must answer before it is ready. Immutable.</summary>
public sealed record HttpCheckDefinition
{
    /// <summary>Gets the path.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Gets the status that is expected.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>Gets the name of the endpoint.</summary>
    /// <value>The default is null: the first HTTP endpoint, preferring <c>http</c> to <c>https</c>.</value>
    public string? Endpoint { get; init; }
}
