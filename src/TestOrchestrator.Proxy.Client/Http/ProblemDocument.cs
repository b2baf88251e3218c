using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body of an answer that is a problem (RFC 9457). Immutable.</summary>
internal sealed record ProblemDocument
{
    public IReadOnlyList<ErrorReport>? Errors { get; init; }
}
