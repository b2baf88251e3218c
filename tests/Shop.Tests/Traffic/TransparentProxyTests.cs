using Shop.Tests.Support;
using TestOrchestrator.Engine.Interception;

namespace Shop.Tests.Traffic;

/// <summary>The shop as it would be if its services ignored proxy settings: they are told of no proxy.</summary>
[DistributedTestClass<Projects.AppHost>]
[Lanes("fast", "real")]
public sealed class TransparentProxyTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        builder.WithPatientServices();
        if (TransparentProxies.WhyNot() is null)
        {
            IResourceBuilder<InterceptingProxyResource> proxy = builder.CreateResourceBuilder<InterceptingProxyResource>("proxy");
            builder.Api.WithTransparentProxy(proxy);
            builder.Fulfilment.WithTransparentProxy(proxy);
        }
    }

    [TestMethod]
    public async Task Services_use_their_databases_and_each_other_and_what_they_call_outside_is_mocked(TestApp app)
    {
        if (TransparentProxies.WhyNot() is { } reason)
        {
            Assert.Inconclusive(reason);
        }

        World.AllIsWell(app.Proxy);
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await app.Proxy.AssertOnceAsync(PaymentProvider.Charge);
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual("ch_1", order.ChargeId);
    }
}
