using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Dcp;

[TestClass]
public sealed class DcpLogFilesTests
{
    [TestMethod]
    public async Task A_file_has_what_was_logged_without_the_times_that_Aspire_adds()
    {
        await using LocalApplication application = await LocalApplication.StartAsync(builder =>
            builder.AddExecutable("program", "sleep", "/", "600"));
        ResourceLoggerService loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        using CancellationTokenSource over = new();
        DcpLogFiles files = new(loggers, TimeProvider.System, over.Token);
        string path = Path.Combine(application.Directory, "service.log");
        ILogger logger = loggers.GetLogger("service");

        Log(logger, "before");
        files.Add("service", path);
        Log(logger, "  2026-01-01T00:00:00Z of its own");
        int missing = await files.CatchUpAsync("service");

        Assert.AreEqual(0, missing);
        CollectionAssert.AreEqual(new[] { "before", "  2026-01-01T00:00:00Z of its own" }, await ReadLinesAsync(path));
        await over.CancelAsync();
        await Task.WhenAll(files.Tasks);
    }

    private static void Log(ILogger logger, string line) => logger.Log(LogLevel.Information, 0, line, null, static (text, _) => text);

    private static async Task<string[]> ReadLinesAsync(string path)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
