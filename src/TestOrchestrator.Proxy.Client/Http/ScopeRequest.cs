namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body that opens a scope. Immutable.</summary>
internal sealed record ScopeRequest(string Name, string? Parent, string? TraceId);
