using System.Runtime.Loader;
using TestOrchestrator.AppModel.Projects;
using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
[DoNotParallelize]
public sealed class UnloadingTests
{
    private static IEnumerable<AssemblyLoadContext> Loaded => AssemblyLoadContext.All.Where(c => c.IsCollectible && c.Name is "MinimalService" or "MvcService");

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
                engine.Builder.AddProject<AssetProjects.MinimalService>($"minimal-{j}").WithHttpEndpoint();
                engine.Builder.AddProject<AssetProjects.MvcService>($"mvc-{j}", launchProfileName: null).WithHttpEndpoint();
            }

            RunningApplication application = await engine.StartAsync().Soon();
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.GetAsync($"mvc-{j}", "settings")));

            // Answers with types of its own, which the framework keeps what it knows of.
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(j => application.GetAsync($"minimal-{j}", "values")));
            contexts.AddRange(Loaded.Select(c => new WeakReference(c)));
        }

        ReflectionCaches.Forget();

        Assert.IsGreaterThanOrEqualTo(2 * Rounds * AtOnce, contexts.Count);
        await Eventually.IsTrueAsync("no context of a service that has ended", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(contexts.TrueForAll(c => !c.IsAlive));
        });
    }
}
