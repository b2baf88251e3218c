namespace TestOrchestrator.Groups.Modelling;

/// <summary>What one group is, before anything of it runs.</summary>
internal sealed record GroupPlace
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The group's own directory.</summary>
    public required string Directory { get; init; }

    /// <summary>The values of its parameters, the secret ones included.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Gets what identifies a process of the group on this machine.</summary>
    public string ProcessId(string process) => $"{Id}-{process}";
}
