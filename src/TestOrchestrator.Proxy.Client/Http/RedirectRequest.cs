namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body that adds a redirection. Immutable.</summary>
internal sealed record RedirectRequest(string From, string To, bool PreserveHost, string? Scope);
