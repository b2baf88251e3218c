using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>What Kestrel runs for each request: no HttpContext, no middleware. Thread-safe.</summary>
internal sealed class ProxyApplication(RequestFlow flow) : IHttpApplication<ProxyApplication.Context>
{
    public Context CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps one context for all requests of a connection or stream.
        Context context = contextFeatures is IHostContextContainer<Context> container ? container.HostContext ??= new Context() : new Context();
        context.Features = contextFeatures;
        return context;
    }

    public Task ProcessRequestAsync(Context context) => context.Features is { } features ? flow.HandleAsync(features, context.Memory) : Task.CompletedTask;

    public void DisposeContext(Context context, Exception? exception) => context.Features = null;

    internal sealed class Context
    {
        public IFeatureCollection? Features { get; set; }

        public ConnectionMemory Memory { get; } = new();
    }
}
