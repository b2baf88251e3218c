namespace TestOrchestrator.Proxy.Upstream;

/// <summary>An origin that could not be reached, or did not answer properly.</summary>
internal sealed class UpstreamException(string message, Exception cause) : Exception(message, cause);
