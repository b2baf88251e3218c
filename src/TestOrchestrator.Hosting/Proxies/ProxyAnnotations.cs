using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>An answer that a proxy gives from the start.</summary>
internal sealed record MockAnnotation(Func<RequestPattern, RequestPattern> Pattern, Func<MockResponse, MockResponse> Response) : IResourceAnnotation;

/// <summary>The tests of a proxy are recorded.</summary>
internal sealed record RecordingAnnotation(Func<RecordingOptions, RecordingOptions> Configure) : IResourceAnnotation;

/// <summary>Whatever a proxy has no answer for makes a test fail.</summary>
internal sealed record StrictTrafficAnnotation : IResourceAnnotation;

/// <summary>A host whose TLS a proxy does not open.</summary>
internal sealed record TunnelAnnotation(string Host) : IResourceAnnotation;

/// <summary>What a proxy does with requests that no mock answers.</summary>
internal sealed record UnmatchedRequestsAnnotation(UnmatchedRequests Policy) : IResourceAnnotation;
