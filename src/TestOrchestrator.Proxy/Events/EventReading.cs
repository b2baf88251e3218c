using TestOrchestrator.Proxy.Redaction;

namespace TestOrchestrator.Proxy.Events;

/// <summary>How a reader wants events described. Immutable.</summary>
internal sealed record EventReading(EventBodies Bodies, SecretFilter Secrets);
