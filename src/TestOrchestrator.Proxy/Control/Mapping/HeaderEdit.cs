namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>A change of a header, as it was written. Immutable.</summary>
internal sealed record HeaderEdit(string Action, string Name, IReadOnlyList<string> Values, string Field);
