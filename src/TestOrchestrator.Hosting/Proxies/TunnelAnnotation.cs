using TestOrchestrator.AppModel;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>A host whose TLS a proxy does not open.</summary>
internal sealed record TunnelAnnotation : IResourceAnnotation
{
    public required string Host { get; init; }
}
