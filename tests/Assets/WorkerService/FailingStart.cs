using Microsoft.Extensions.Hosting;

namespace WorkerService;

internal sealed class FailingStart : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The start has failed.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
