using System.IO.Pipelines;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>What clients of CONNECT hear. Thread-safe.</summary>
internal sealed class HttpConnectReply : IConnectReply
{
    private const int Forbidden = 403;
    private const int BadGateway = 502;

    public static HttpConnectReply Instance { get; } = new();

    public Task EstablishedAsync(PipeWriter output) => ConnectAnswer.EstablishedAsync(output);

    public Task ForbiddenAsync(PipeWriter output, Explanation explanation) => ConnectAnswer.RefusedAsync(output, BadGateway, "Bad Gateway", "unmatched", explanation);

    public Task BlockedAsync(PipeWriter output, Explanation explanation) => ConnectAnswer.RefusedAsync(output, Forbidden, "Forbidden", "blocked", explanation);

    public Task UnreachableAsync(PipeWriter output, Explanation explanation, UpstreamException cause) => ConnectAnswer.RefusedAsync(output, BadGateway, "Bad Gateway", "failed", explanation);
}
