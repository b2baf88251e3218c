using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>Leaves the console and its signals to the process that an application is a guest in.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
