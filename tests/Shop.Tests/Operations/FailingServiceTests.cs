using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Operations;

[DistributedTestClass<Projects.AppHost>]
public sealed class FailingServiceTests : OutsideTests
{
    [TestMethod]
    public async Task A_failure_is_no_concern_of_the_customer(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");
        await using MissingTable missing = await MissingTable.BeginAsync(app, "products");

        using HttpResponseMessage answer = await api.GetAsync("products/pen");

        Assert.AreEqual(new Refusal(HttpStatusCode.InternalServerError, "An error occurred while processing your request."), await Refusal.ReadAsync(answer));
        Assert.DoesNotContain("relation", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_failure_is_in_the_log_with_the_way_that_led_to_it(TestApp app)
    {
        await using (await MissingTable.BeginAsync(app, "products"))
        {
            using HttpClient api = app.CreateHttpClient("api");
            using HttpResponseMessage answer = await api.GetAsync("products/pen");
        }

        // A service that stops has written all that it has to say.
        await using Outage outage = await Outage.BeginAsync(app, "api");
        string log = app.ReadLog("api");
        Assert.Contains("Npgsql.PostgresException (0x80004005): 42P01: relation \"products\" does not exist", log);
        Assert.Contains("at Shop.Api.Products.ProductStore.FindAsync(String sku, CancellationToken cancellationToken)", log);
    }

    [TestMethod]
    public async Task A_failure_ends_the_request_and_not_the_service(TestApp app)
    {
        using ShopClient shop = new(app);
        DateTime? before = app.Snapshot("api").StartTimeStamp;
        await using (await MissingTable.BeginAsync(app, "products"))
        {
            using HttpResponseMessage answer = await shop.Http.GetAsync("products/pen");
            Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        }

        await shop.PlaceOrderAsync();
        Assert.AreEqual((before, KnownResourceStates.Running), (app.Snapshot("api").StartTimeStamp, app.State("api")));
    }

    [TestMethod]
    public async Task The_log_tells_what_became_of_an_order(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("book", quantity: 2);
        await shop.WaitForAsync(id, "fulfilled");

        await using Outage outage = await Outage.BeginAsync(app, "api");
        string[] told = [.. app.ReadLog("api").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Contains(id.ToString(), StringComparison.Ordinal))];
        string[] expected = [$"Order {id} is accepted: 2 of 'book'.", $"Order {id}: Charge is done.", $"Order {id}: Ship is done."];
        CollectionAssert.AreEquivalent(expected, told);
    }
}
