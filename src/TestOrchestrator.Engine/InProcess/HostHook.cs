using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Http;
using TestOrchestrator.Engine.InProcess.Surroundings;
using TestOrchestrator.Engine.InProcess.Telemetry;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>What is added to the services of a host that runs inside this process.</summary>
/// <param name="starting">Called when the program has built its host, done what it does before running it, and runs it.</param>
internal sealed class HostHook(Action starting) : IHostedLifecycleService, IHostLifetime
{
    private static readonly TimeSpan s_usualLifetime = new HttpClientFactoryOptions().HandlerLifetime;

    public static void Add(IHostBuilder builder, ServiceScope scope, Action starting, TimeSpan shutdownLimit, bool keepsTelemetryApart)
    {
        HostHook hook = new(starting);
        builder.ConfigureServices(services =>
        {
            ServiceServer.Replace(services, scope);
            if (keepsTelemetryApart)
            {
                ServiceTelemetry.KeepApart(services, scope);
            }

            // First, so that the program is heard before its hosted services.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(hook));
            if (services.LastOrDefault(s => s.ServiceType == typeof(IHostLifetime))?.ImplementationType == typeof(ConsoleLifetime))
            {
                // The console's signals are for this process, which stops its services in order; they must not stop by themselves.
                services.AddSingleton<IHostLifetime>(hook);
            }

            // A handler is renewed every two minutes by a timer, which keeps the service in memory for as long after its end. Where names
            // are looked up on the machine itself, which is why it is renewed, nothing changes.
            services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HandlerLifetime = options.HandlerLifetime == s_usualLifetime ? Timeout.InfiniteTimeSpan : options.HandlerLifetime);
            services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = options.ShutdownTimeout < shutdownLimit ? options.ShutdownTimeout : shutdownLimit);
        });
    }

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
