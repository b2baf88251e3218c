using Microsoft.Extensions.Hosting;

namespace AssetLibrary;

/// <summary>Stops its host after five minutes, whatever became of the test that started it.</summary>
public sealed class EndsByItself(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, stoppingToken);
        lifetime.StopApplication();
    }
}
