using TestOrchestrator.AppModel.Endpoints;

namespace TestOrchestrator.AppModel.Interception;

/// <summary>What a program connects to outside of the machine goes to a proxy, which the program does not know of.</summary>
public sealed record TransparentProxyAnnotation : IResourceAnnotation
{
    /// <summary>Gets where the proxy listens, on a loopback address. It is told by CONNECT where each connection wanted to go.</summary>
    public required EndpointReference Proxy { get; init; }
}
