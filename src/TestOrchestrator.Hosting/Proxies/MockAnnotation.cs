using TestOrchestrator.AppModel;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>An answer that a proxy gives from the start.</summary>
internal sealed record MockAnnotation : IResourceAnnotation
{
    public required Func<RequestPattern, RequestPattern> Pattern { get; init; }

    public required Func<MockResponse, MockResponse> Response { get; init; }
}
