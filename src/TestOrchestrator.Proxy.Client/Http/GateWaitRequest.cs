namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body of a wait for held answers. Immutable.</summary>
internal sealed record GateWaitRequest(int Count, double? TimeoutSec);
