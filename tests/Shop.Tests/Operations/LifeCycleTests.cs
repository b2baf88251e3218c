using System.Net;
using Shop.Tests.Support;
using TestOrchestrator.Engine.Definitions;

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
            Assert.AreEqual(KnownResourceStates.Finished, app.State("api"));
            await AssertNobodyAnswersAsync(app, api);
        }

        using HttpResponseMessage answer = await api.GetAsync("health");
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(KnownResourceStates.Running, app.State("api"));
    }

    [TestMethod]
    [DataRow("api")]
    [DataRow("fulfilment")]
    [DataRow("cache")]
    [DataRow("postgres")]
    public async Task A_restarted_resource_is_another_one_at_the_same_address(TestApp app, string resource)
    {
        (Uri address, CustomResourceSnapshot before, int? process) = (app.GetEndpoint(resource), app.Snapshot(resource), app.ProcessId(resource));

        await app.RestartResourceAsync(resource);

        CustomResourceSnapshot after = app.Snapshot(resource);
        Assert.AreEqual((address, KnownResourceStates.Running), (app.GetEndpoint(resource), after.State?.Text));
        Assert.IsGreaterThan(before.StartTimeStamp!.Value, after.StartTimeStamp!.Value);

        // What runs inside of the test process has no process of its own.
        Assert.IsTrue(process is null ? app.ProcessId(resource) is null : process != app.ProcessId(resource), $"{before} {after}");
    }

    [TestMethod]
    public async Task A_test_can_wait_for_what_somebody_else_brings_about(TestApp app)
    {
        Task stopped = app.ResourceNotifications.WaitForResourceAsync("api", KnownResourceStates.Finished);
        Task restarted = app.RestartResourceAsync("api");

        await stopped;
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", WaitBehavior.WaitOnResourceUnavailable);

        await restarted;
        using ShopClient shop = new(app);
        Assert.AreEqual(500, await shop.CountAsync("pen"));
    }

    [TestMethod]
    public async Task Stopping_what_is_stopped_changes_nothing(TestApp app)
    {
        await using Outage outage = await Outage.BeginAsync(app, "fulfilment");
        CustomResourceSnapshot stopped = app.Snapshot("fulfilment");

        await app.StopResourceAsync("fulfilment");

        CustomResourceSnapshot after = app.Snapshot("fulfilment");
        Assert.AreEqual((stopped.State, stopped.ExitCode, stopped.StopTimeStamp), (after.State, after.ExitCode, after.StopTimeStamp));
    }

    [TestMethod]
    public void A_resource_that_does_not_exist_is_answered_with_those_that_do(TestApp app)
    {
        ArgumentException exception = Assert.ThrowsExactly<ArgumentException>(() => app.GetEndpoint("warehouse"));

        Assert.StartsWith("TO1122: The application has no resource 'warehouse'. It has: 'postgres', ", exception.Message);
    }

    private static async Task AssertNobodyAnswersAsync(TestApp app, HttpClient api)
    {
        if (app.Lane == Lane.Aspire)
        {
            // DCP takes the connections of a stopped service, and has them wait.
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
            await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => api.GetAsync("health", patience.Token));
            return;
        }

        HttpRequestException refused = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => api.GetAsync("health"));
        Assert.AreEqual(HttpRequestError.ConnectionError, refused.HttpRequestError);
    }
}
