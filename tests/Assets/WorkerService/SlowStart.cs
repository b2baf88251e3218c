using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WorkerService;

internal sealed class SlowStart(IConfiguration configuration) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting slowly.");
        await Gate.OpenedAsync(configuration["GATE"] ?? "");
        Console.WriteLine("Started slowly.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
