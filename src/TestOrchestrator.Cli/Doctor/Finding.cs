namespace TestOrchestrator.Cli.Doctor;

/// <summary>What was found out about one thing that the machine offers or lacks. Immutable.</summary>
internal sealed record Finding
{
    /// <summary>What it is about.</summary>
    public required string Name { get; init; }

    public required FindingState State { get; init; }

    /// <summary>What was seen.</summary>
    public required string Seen { get; init; }

    /// <summary>The command or setting that helps; null if nothing needs help.</summary>
    public string? Help { get; init; }
}

/// <summary>How bad it is.</summary>
internal enum FindingState
{
    /// <summary>All is well.</summary>
    Good,

    /// <summary>It works, less well.</summary>
    Warning,

    /// <summary>Something does not work without it.</summary>
    Missing,
}
