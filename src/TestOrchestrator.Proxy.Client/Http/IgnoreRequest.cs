namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body that says which problems may happen. Immutable.</summary>
internal sealed record IgnoreRequest(IReadOnlyList<string> Codes, string? Scope);
