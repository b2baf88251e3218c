using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WorkerService;

/// <summary>Does not care for how long its host wants to wait.</summary>
internal sealed class NeverStops(IConfiguration configuration) : IHostedService, IDisposable
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        Console.WriteLine("Disposal goes on for good.");
        Gate.OpenedAsync(configuration["GATE"] ?? "").Wait();
    }
}
