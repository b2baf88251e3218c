namespace ReadingService;

internal sealed class Worker : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Tell();
    }

    private static void Tell() => Console.WriteLine($"The worker sees <{Environment.GetEnvironmentVariables()["ASSET_VALUE"]}>.");
}
