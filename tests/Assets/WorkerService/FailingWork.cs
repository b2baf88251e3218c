using Microsoft.Extensions.Hosting;

namespace WorkerService;

internal sealed class FailingWork : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        throw new InvalidOperationException("The work has failed.");
    }
}
