namespace TestOrchestrator.Proxy.Har;

/// <summary>A header or parameter. Immutable.</summary>
internal sealed record HarPair(string Name, string Value);
