using Microsoft.Extensions.Hosting;

namespace WorkerService;

internal sealed class FailingThread : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(() => throw new InvalidOperationException("The background has failed.")).Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
