using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// Stands in for the server of a service. A server starts each request with an execution context of its own; here it belongs to the service
/// before anything looks at it, so that what is logged about a request goes where the rest goes. Thread-safe.
/// </summary>
internal sealed class ServiceServer(IServer server, ServiceScope scope) : IServer
{
    public IFeatureCollection Features => server.Features;

    /// <summary>Puts itself in the place of the server that a host would use, if it uses one.</summary>
    public static void Replace(IServiceCollection services, ServiceScope scope)
    {
        if (services.LastOrDefault(s => s.ServiceType == typeof(IServer) && !s.IsKeyedService) is { } original)
        {
            services.AddSingleton<IServer>(provider => new ServiceServer(Create(provider, original), scope));
        }
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(new Application<TContext>(application, scope), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    private static IServer Create(IServiceProvider provider, ServiceDescriptor original) => (IServer)(
        original.ImplementationInstance
        ?? original.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, original.ImplementationType!));

    private sealed class Application<TContext>(IHttpApplication<TContext> application, ServiceScope scope) : IHttpApplication<TContext>
        where TContext : notnull
    {
        public TContext CreateContext(IFeatureCollection contextFeatures)
        {
            scope.Enter();
            return application.CreateContext(contextFeatures);
        }

        public Task ProcessRequestAsync(TContext context) => application.ProcessRequestAsync(context);

        public void DisposeContext(TContext context, Exception? exception) => application.DisposeContext(context, exception);
    }
}
