using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Tests.Databases;

namespace TestOrchestrator.Postgres.Tests.Resources;

[TestClass]
public sealed class LaneTests
{
    [TestMethod]
    public async Task Containers_are_not_there_yet() => Assert.AreEqual(
        """
        TO1403: The lane 'containers' cannot run this application:
          'postgres' would be a container, and this version has no container engine yet. The lanes 'fast' and 'real' can run it.
          'orders' would be a container, and this version has no container engine yet. The lanes 'fast' and 'real' can run it.
        """,
        await RefusalAsync("containers", b => b.AddPostgres("postgres").AddDatabase("orders")));

    [TestMethod]
    public async Task A_server_that_is_pinned_to_containers_is_told_in_every_lane() => Assert.AreEqual(
        """
        TO1403: The lane 'fast' cannot run this application:
          'postgres' would be a container, and this version has no container engine yet. The lanes 'fast' and 'real' can run it.
        """,
        await RefusalAsync("fast", b => b.AddPostgres("postgres").WithLane("containers").AddDatabase("orders")));

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Data_that_outlive_the_application_need_a_container(string lane) => Assert.AreEqual(
        $"""
        TO1403: The lane '{lane}' cannot run this application:
          'postgres' keeps its data in a volume (WithDataVolume), which only the lane 'containers' can. Leave it out for tests: they start from a migrated template.
        """,
        await RefusalAsync(lane, b => b.AddPostgres("postgres").WithDataVolume().WithDataVolume("data").AddDatabase("orders")));

    [TestMethod]
    public async Task No_other_lane_is_recommended_to_a_container_with_a_volume() => Assert.AreEqual(
        """
        TO1403: The lane 'containers' cannot run this application:
          'postgres' would be a container, and this version has no container engine yet. It keeps its data in a volume (WithDataVolume), which no other lane can. Leave that out for tests: they start from a migrated template.
        """,
        await RefusalAsync("containers", b => b.AddPostgres("postgres").WithDataVolume()));

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_lifetime_is_only_for_containers(string lane)
    {
        RunningApplication app = await Apps.StartAsync(lane, b => b.AddPostgres("postgres").WithLifetime(ContainerLifetime.Persistent).AddDatabase("orders"));

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1"));
    }

    private static async Task<string> RefusalAsync(string lane, Action<IDistributedApplicationBuilder> describe) =>
        (await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync(lane, describe))).Message;
}
