namespace TestOrchestrator.TestKit.Processes;

/// <summary>How a scene is run. Immutable.</summary>
public sealed record OtherProcessOptions
{
    /// <summary>Gets what the process runs under, such as <c>setpriv --reuid=1234</c>; empty for nothing.</summary>
    public string[] Wrapper { get; init; } = [];

    /// <summary>Gets the variables that differ from those of this process.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Gets the program; null for the running one.</summary>
    public string? Program { get; init; }
}
