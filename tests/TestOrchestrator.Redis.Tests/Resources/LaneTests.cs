using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Redis.Resources;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Redis.Tests.Resources;

[TestClass]
public sealed class LaneTests : IAsyncDisposable
{
    private readonly TemporaryRun _run = TemporaryRun.Start(Lane.Fast);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [TestMethod]
    public async Task Data_that_outlive_the_application_need_a_container() => Assert.AreEqual(
        """
        TO1403: The lane 'fast' cannot run this application:
          'cache' keeps its data in a volume (WithDataVolume), which only the lane 'containers' can. Leave it out for tests: they start with an empty server.
        """,
        await RefusalAsync(b => b.AddRedis("cache").WithDataVolume("data")));

    [TestMethod]
    public async Task Containers_are_not_there_yet() => Assert.AreEqual(
        """
        TO1403: The lane 'fast' cannot run this application:
          'cache' would be a container, and this version has no container engine yet. The lanes 'fast' and 'real' can run it.
        """,
        await RefusalAsync(b => b.AddRedis("cache").WithLane("containers")));

    [TestMethod]
    public async Task A_lifetime_is_only_for_containers() =>
        Assert.AreEqual(ResourceState.Ready, (await _run.StartAsync(b => b.AddRedis("cache").WithLifetime(ContainerLifetime.Persistent))).Resources["cache"].State);

    private async Task<string> RefusalAsync(Action<IDistributedApplicationBuilder> describe) =>
        (await Assert.ThrowsExactlyAsync<EngineException>(() => _run.StartAsync(describe))).Message;
}
