using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>A proxy that sees, answers and records what services call outside of the application, HTTPS included.</summary>
public sealed class InterceptingProxyResource : Resource, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal const string EndpointName = "http";

    internal InterceptingProxyResource(string name)
        : base(name) => PrimaryEndpoint = new(this, EndpointName);

    /// <summary>Gets the endpoint that it listens on.</summary>
    public EndpointReference PrimaryEndpoint { get; }
}
