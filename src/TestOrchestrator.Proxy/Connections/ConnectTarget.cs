using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Where the client of a connection said it wants to go, as a feature of that connection. Immutable.</summary>
internal sealed record ConnectTarget(string Scheme, string Host, int Port)
{
    /// <summary>Gets the URL by which patterns know it as long as nothing else is known.</summary>
    public Uri Url => new($"tcp://{HostText.InAuthority(Host)}:{Port}/");
}
