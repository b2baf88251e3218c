using TestOrchestrator.Proxy.Client.Definitions;

namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body of a wait for a message. Immutable.</summary>
internal sealed record MessageRequest(Predicates? Predicates, MessagePredicates? Message, double? TimeoutSec, string? Scope);
