using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>One request that a mock answers. Immutable.</summary>
/// <param name="Request">The request.</param>
/// <param name="Number">Which of those that the mock answered it is, from 1.</param>
/// <param name="Time">When it is answered.</param>
/// <param name="Aborted">Is canceled when the client goes away or the session ends.</param>
internal sealed record MockCall(RecordedRequest Request, int Number, DateTimeOffset Time, CancellationToken Aborted)
{
    /// <summary>Gets what the body of the request says; read once, whatever asks for it.</summary>
    public RequestBodyText Body { get; } = new(Request);
}
