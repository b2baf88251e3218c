namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>A member of an object. Immutable.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Type">What it must be.</param>
/// <param name="Description">What it means, with its default.</param>
internal sealed record WireMember(string Name, WireType Type, string Description)
{
    public bool IsRequired { get; init; }
}
