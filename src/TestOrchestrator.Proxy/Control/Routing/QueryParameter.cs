using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>A parameter that a path may be asked with. Immutable.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Type">A text or a number.</param>
/// <param name="Description">What it means, with its default.</param>
internal sealed record QueryParameter(string Name, WireType Type, string Description);
