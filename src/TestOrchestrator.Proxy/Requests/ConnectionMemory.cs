using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// What the requests of one connection of HTTP/1.1, or those that follow each other on one slot of HTTP/2, have in common. Not thread-safe.
/// </summary>
internal sealed class ConnectionMemory
{
    /// <summary>Gets or sets the headers of the last request: a client mostly sends the same ones again.</summary>
    public RecordedHeaders? LastHeaders { get; set; }
}
