namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class OutputTests
{
    [TestMethod]
    public async Task What_a_service_writes_goes_to_its_own_log()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "MinimalService").WithHttpEndpoint();
        engine.AddAsset("two", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        await Task.WhenAll(application.GetAsync("one", "say?text=first"), application.GetAsync("two", "say?text=second"));
        Console.WriteLine("of the test");
        await application.DisposeAsync();

        AssertLog(application.ReadLog("one"), $"{application.GetEndpoint("one").Address}", "first", "second");
        AssertLog(application.ReadLog("two"), $"{application.GetEndpoint("two").Address}", "second", "first");
    }

    [TestMethod]
    public async Task A_log_is_continued_when_its_service_is_started_again()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        RunningApplication application = await engine.StartAsync().Soon();

        await application.RestartUnitAsync("service").Soon();

        Assert.HasCount(3, application.ReadLog("service").Split("Main has started.\n"));
    }

    // By a sink that writes at once, on the thread of the server: before any middleware, and after all of it.
    [TestMethod]
    public async Task What_is_written_about_a_request_goes_to_the_log_from_its_first_word_to_its_last()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "LoggingService").WithHttpEndpoint().WithPrivatePackages("Serilog");
        RunningApplication application = await engine.StartAsync().Soon();

        await application.GetAsync("service", "assemblies");

        await application.LogHasAsync("service", "service says: Request starting ");
        await application.LogHasAsync("service", "service says: Request finished ");
    }

    // At its start, by what its host starts, and in a request.
    private static void AssertLog(string log, string address, string mine, string notMine)
    {
        StringAssert.Contains(log, "Main has started.\n");
        StringAssert.Contains(log, $"      Now listening on: http://{address}\n");
        StringAssert.Contains(log, $"\n{mine}\n");
        StringAssert.Contains(log, $"\n{mine} (error)\n");
        Assert.IsFalse(log.Contains(notMine, StringComparison.Ordinal));
        Assert.IsFalse(log.Contains("of the test", StringComparison.Ordinal));
        Assert.IsFalse(log.Contains('\u001b'), "A file has no colours.");
    }
}
