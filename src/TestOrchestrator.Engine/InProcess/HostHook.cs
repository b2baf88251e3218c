using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>What is added to the services of a host that runs inside this process.</summary>
/// <param name="scope">The service.</param>
/// <param name="starting">Called when the program has built its host, done what it does before running it, and runs it.</param>
internal sealed class HostHook(ServiceScope scope, Action starting) : IStartupFilter, IHostedLifecycleService, IHostLifetime
{
    public static void Add(IHostBuilder builder, ServiceScope scope, Action starting, TimeSpan shutdownLimit)
    {
        HostHook hook = new(scope, starting);
        builder.ConfigureServices(services =>
        {
            // First, so that requests belong to the service before any other middleware, and the program is heard before its hosted services.
            services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(hook));
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(hook));
            if (services.LastOrDefault(s => s.ServiceType == typeof(IHostLifetime))?.ImplementationType == typeof(ConsoleLifetime))
            {
                // The console's signals are for this process, which stops its services in order; they must not stop by themselves.
                services.AddSingleton<IHostLifetime>(hook);
            }

            services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = options.ShutdownTimeout < shutdownLimit ? options.ShutdownTimeout : shutdownLimit);
        });
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        // A server starts each request with an execution context of its own.
        application.Use(following => context =>
        {
            scope.Enter();
            return following(context);
        });
        next(application);
    };

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        starting();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
