namespace TestOrchestrator.Proxy.Tests.JsonPaths;

/// <summary>One case of the suite; JSON as text, so that no case can change another.</summary>
public sealed record ComplianceCase
{
    public required string Name { get; init; }

    public required string Selector { get; init; }

    public required bool IsInvalid { get; init; }

    public required string Document { get; init; }

    public required string[] Results { get; init; }

    public required string[] Paths { get; init; }

    public override string ToString() => Name;
}
