namespace TestOrchestrator.Engine.Nurseries;

/// <summary>What a nursery needs to know of its run.</summary>
internal sealed record NurseryOptions
{
    /// <summary>The file that owner and nursery hold a shared lock on as long as they live.</summary>
    public required string LockFile { get; init; }

    /// <summary>The directory that the nursery deletes when its owner has ended.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The file to which the nursery appends how the run ended, if its owner could not.</summary>
    public required string EventsFile { get; init; }

    /// <summary>The environment of every child, to which each start adds.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
