using Shop.Tests.Support;

namespace Shop.Tests.Shaping;

/// <summary>An application with a parameter, whose value is given with the class.</summary>
[DistributedTestClass<Projects.AppHost>(Args = ["--Parameters:grams-per-item=250"])]
public sealed class ParameterTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Fulfilment.WithEnvironment("Shipments__GramsPerItem", builder.AddParameter("grams-per-item"));
    }

    [TestMethod]
    public async Task A_service_gets_the_value_that_the_class_gives_to_the_parameter(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync("book", quantity: 2);

        RecordedExchange quote = await app.Proxy.WaitForAsync(Carriers.Ext1);
        Assert.AreEqual("?weight=500", quote.Request.Url.Query);
    }
}
