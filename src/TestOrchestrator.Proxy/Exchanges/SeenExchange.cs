namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>An exchange in a <see cref="Sighting"/>, with what was known of its progress.</summary>
internal readonly record struct SeenExchange(LiveExchange Exchange, bool IsSettled, long LastChange);
