using Shop.Tests.Support;

namespace Shop.Tests.Shaping;

[DistributedTestClass<Projects.AppHost>]
public sealed class ExplicitStartTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Fulfilment.WithExplicitStart();
        builder.Api.WithQuickRetries();
    }

    [TestMethod]
    public async Task A_service_can_be_left_out_until_a_test_wants_it(TestApp app)
    {
        using ShopClient shop = new(app);
        Assert.AreEqual(KnownResourceStates.NotStarted, app.State("fulfilment"));
        Guid id = await shop.PlaceOrderAsync();
        await shop.WaitForAsync(id, "charged");

        await app.StartResourceAsync("fulfilment");

        await shop.WaitForAsync(id, "fulfilled");
    }
}
