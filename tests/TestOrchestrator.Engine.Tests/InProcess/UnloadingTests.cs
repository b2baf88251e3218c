using System.Runtime.Loader;
using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
[DoNotParallelize]
public sealed class UnloadingTests
{
    private static IEnumerable<AssemblyLoadContext> Loaded => AssemblyLoadContext.All.Where(c => c.IsCollectible && c.Name is "LoggingService" or "MinimalService" or "MvcService");

    [TestMethod]
    public async Task What_was_loaded_for_services_that_have_ended_goes()
    {
        const int Rounds = 4;
        const int AtOnce = 5;
        List<WeakReference> contexts = [];
        for (int i = 0; i < Rounds; i++)
        {
            await using TestEngine engine = new();
            for (int j = 0; j < AtOnce; j++)
            {
                engine.AddAsset($"minimal-{j}", "MinimalService").WithHttpEndpoint();
                engine.AddAsset($"mvc-{j}", "MvcService").WithHttpEndpoint();
                engine.AddAsset($"logging-{j}", "LoggingService").WithHttpEndpoint().WithPrivatePackages("Serilog");
            }

            RunningApplication application = await engine.StartAsync().Soon();
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.GetAsync($"mvc-{j}", "settings")));

            // Answers with types of its own, which the framework keeps what it knows of.
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.GetAsync($"minimal-{j}", "values")));
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.PostAsync($"minimal-{j}", "orders?limit=2", new { Article = "book", Quantity = 1 })));
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.PostAsync($"mvc-{j}", "orders/anna?express=true", new { Article = "book", Quantity = 1 })));
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.GetAsync($"logging-{j}", "say-through-host?text=hello")));
            contexts.AddRange(Loaded.Select(c => new WeakReference(c)));
        }

        ReflectionCaches.Forget();

        Assert.IsGreaterThanOrEqualTo(3 * Rounds * AtOnce, contexts.Count);
        Assert.AreEqual(0, await LeftAsync(contexts));
    }

    [TestMethod]
    public async Task Of_two_hundred_applications_that_were_started_and_stopped_nothing_is_left()
    {
        const int Applications = 200;
        const int AtOnce = 4;
        List<WeakReference> contexts = [];
        await using TestEngine engine = new();
        engine.AddAsset("service", "MinimalService").WithHttpEndpoint();
        for (int i = 0; i < Applications; i += AtOnce)
        {
            RunningApplication[] applications = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => engine.StartAsync())).Soon();
            string[] counts = await Task.WhenAll(applications.Select(a => a.GetAsync("service", "count")));
            contexts.AddRange(Loaded.Select(c => new WeakReference(c)));
            await Task.WhenAll(applications.Select(a => a.DisposeAsync().AsTask())).Soon();

            Assert.AreEqual("1 1 1 1", string.Join(' ', counts));
        }

        ReflectionCaches.Forget();

        Assert.IsGreaterThanOrEqualTo(Applications, contexts.Count);
        Assert.AreEqual(0, await LeftAsync(contexts));
    }

    // On another stack: this one may go on where the last application has ended, with what is left of it below. In a few collections, as what
    // a finalizer lets go of goes with the next.
    private static Task<int> LeftAsync(List<WeakReference> contexts) => Task.Run(() =>
    {
        for (int i = 0; i < 20 && contexts.Exists(c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return contexts.Count(c => c.IsAlive);
    });
}
