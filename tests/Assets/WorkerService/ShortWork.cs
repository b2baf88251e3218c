using Microsoft.Extensions.Hosting;

namespace WorkerService;

internal sealed class ShortWork(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("The work is done.");
        lifetime.StopApplication();
        return Task.CompletedTask;
    }
}
