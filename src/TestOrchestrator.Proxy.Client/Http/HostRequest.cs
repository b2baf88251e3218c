namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body that adds a rule for hosts. Immutable.</summary>
internal sealed record HostRequest(string Host, string Treatment);
