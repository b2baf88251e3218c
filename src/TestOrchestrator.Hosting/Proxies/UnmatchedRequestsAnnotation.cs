using TestOrchestrator.AppModel;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>What a proxy does with requests that no mock answers, whatever the run says.</summary>
internal sealed record UnmatchedRequestsAnnotation : IResourceAnnotation
{
    public required UnmatchedRequests Policy { get; init; }
}
