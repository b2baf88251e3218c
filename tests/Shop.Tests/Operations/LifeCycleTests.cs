using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Operations;

[DistributedTestClass<Projects.AppHost>]
public sealed class LifeCycleTests
{
    [TestMethod]
    public async Task A_stopped_service_does_not_answer_until_it_is_started_again(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");
        await using (await Outage.BeginAsync(app, "api"))
        {
            Assert.AreEqual(ResourceState.Stopped, app.ResourceNotifications.GetCurrent("api").State);
            HttpRequestException refused = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => api.GetAsync("health"));
            Assert.AreEqual(HttpRequestError.ConnectionError, refused.HttpRequestError);
        }

        using HttpResponseMessage answer = await api.GetAsync("health");
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(ResourceState.Ready, app.ResourceNotifications.GetCurrent("api").State);
    }

    [TestMethod]
    [DataRow("api")]
    [DataRow("fulfilment")]
    [DataRow("cache")]
    [DataRow("postgres")]
    public async Task A_restarted_resource_is_another_one_at_the_same_address(TestApp app, string resource)
    {
        (Uri address, ResourceSnapshot before) = (app.GetEndpoint(resource), app.ResourceNotifications.GetCurrent(resource));

        await app.RestartResourceAsync(resource);

        ResourceSnapshot after = app.ResourceNotifications.GetCurrent(resource);
        Assert.AreEqual((address, ResourceState.Ready), (app.GetEndpoint(resource), after.State));
        Assert.IsGreaterThan(before.Version, after.Version);

        // What runs inside of the test process has no process of its own.
        Assert.IsTrue(before.Process is null ? after.Process is null : before.Process != after.Process, $"{before} {after}");
    }

    [TestMethod]
    public async Task A_test_can_wait_for_what_somebody_else_brings_about(TestApp app)
    {
        Task stopped = app.ResourceNotifications.WaitForResourceAsync("api", ResourceState.Stopped);
        Task restarted = app.RestartResourceAsync("api");

        await stopped;
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api");

        await restarted;
        using ShopClient shop = new(app);
        Assert.AreEqual(500, await shop.CountAsync("pen"));
    }

    [TestMethod]
    public async Task Stopping_what_is_stopped_changes_nothing(TestApp app)
    {
        await using Outage outage = await Outage.BeginAsync(app, "fulfilment");
        ResourceSnapshot stopped = app.ResourceNotifications.GetCurrent("fulfilment");

        await app.StopResourceAsync("fulfilment");

        Assert.AreEqual(stopped, app.ResourceNotifications.GetCurrent("fulfilment"));
    }

    [TestMethod]
    public async Task A_wait_for_a_state_that_does_not_come_tells_the_state_that_is(TestApp app)
    {
        TimeoutException exception = await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => app.ResourceNotifications.WaitForResourceAsync("api", ResourceState.Stopped, TimeSpan.FromMilliseconds(1)));

        Assert.EndsWith("'api' is Ready.", exception.Message);
    }

    [TestMethod]
    public void A_resource_that_does_not_exist_is_answered_with_those_that_do(TestApp app)
    {
        KeyNotFoundException exception = Assert.ThrowsExactly<KeyNotFoundException>(() => app.ResourceNotifications.GetCurrent("warehouse"));

        Assert.AreEqual("The application has no resource 'warehouse' that runs. It has: 'api', 'cache', 'fulfilment', 'orders', 'postgres', 'proxy', 'shipments'.", exception.Message);
    }
}
