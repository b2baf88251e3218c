namespace TestOrchestrator.Proxy.Har;

/// <summary>The program that wrote a file. Immutable.</summary>
internal sealed record HarCreator
{
    public static HarCreator Own { get; } = new() { Name = "TestOrchestrator", Version = typeof(HarCreator).Assembly.GetName().Version?.ToString(3) ?? "0" };

    public required string Name { get; init; }

    public required string Version { get; init; }
}
