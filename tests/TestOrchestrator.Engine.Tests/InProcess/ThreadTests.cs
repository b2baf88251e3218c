namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class ThreadTests
{
    [TestMethod]
    public async Task The_thread_pool_has_threads_for_every_service()
    {
        await using TestEngine engine = new();
        engine.AddAsset("one", "StatelessService").WithHttpEndpoint();
        engine.AddAsset("two", "StatelessService").WithHttpEndpoint();

        await engine.StartAsync().Soon();

        ThreadPool.GetMinThreads(out int workers, out _);
        Assert.IsGreaterThanOrEqualTo(Environment.ProcessorCount + 4, workers);
    }
}
