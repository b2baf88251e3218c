namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body that makes a gate. Immutable.</summary>
internal sealed record GateRequest(string? Scope, double? LimitSec);
