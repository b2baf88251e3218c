using System.Net;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>Stands in for HttpClient.DefaultProxy, which is one per process: each service gets the proxy of its own environment.</summary>
internal sealed class ServiceProxyRouter(IWebProxy before) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => ServiceScope.Current is null ? before.Credentials : null;
        set => before.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => ServiceScope.Current is { } service ? service.Proxy.For(destination) : before.GetProxy(destination);

    public bool IsBypassed(Uri host) => ServiceScope.Current is { } service ? service.Proxy.For(host) is null : before.IsBypassed(host);
}
