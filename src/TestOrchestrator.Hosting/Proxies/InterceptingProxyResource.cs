using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

#pragma warning disable IDE0130
namespace Aspire.Hosting.ApplicationModel;
#pragma warning restore IDE0130

/// <summary>An intercepting proxy of an application. It runs inside the process of the app host or of the tests.</summary>
public sealed class InterceptingProxyResource : Resource, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal const string EndpointName = "http";

    private ProxySession? _session;

    internal InterceptingProxyResource(string name)
        : base(name) => PrimaryEndpoint = new(this, EndpointName);

    /// <summary>Gets the endpoint that clients connect to.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>Gets the running proxy: its mocks, its exchanges, its faults.</summary>
    /// <value>Null as long as the proxy has not been started.</value>
    public ProxySession? Session
    {
        get => Volatile.Read(ref _session);
        internal set => Volatile.Write(ref _session, value);
    }

    /// <summary>Gets what the app host says about recordings of this proxy.</summary>
    /// <value>Null if its tests are not recorded.</value>
    public Func<RecordingOptions, RecordingOptions>? Recording => Annotations.OfType<RecordingAnnotation>().LastOrDefault()?.Configure;
}
