using Shop.Tests.Support;

namespace Shop.Tests.Shaping;

/// <summary>An application in which each service has a proxy of its own.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class TwoProxiesTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        builder.WithPatientServices();
        builder.Fulfilment.WithProxy(builder.AddInterceptingProxy("fulfilment-proxy"));
    }

    [TestMethod]
    public async Task Every_service_is_seen_by_its_own_proxy(TestApp app)
    {
        (ProxyScope ofApi, ProxyScope ofFulfilment) = (app.GetProxy("proxy"), app.GetProxy("fulfilment-proxy"));
        World.AllIsWell(ofApi);
        World.AllIsWell(ofFulfilment);
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync();

        await ofFulfilment.WaitForAsync(StatisticsHost.Event);
        Assert.AreEqual((1, 0, 0), (ofApi.Count(PaymentProvider.Charge), ofApi.Count(Carriers.Any), ofApi.Count(StatisticsHost.Event)));
        Assert.AreEqual((0, 3, 1), (ofFulfilment.Count(PaymentProvider.Charge), ofFulfilment.Count(Carriers.Any), ofFulfilment.Count(StatisticsHost.Event)));
    }

    [TestMethod]
    public void Where_there_are_two_a_test_says_which(TestApp app)
    {
        InvalidOperationException exception = Assert.ThrowsExactly<InvalidOperationException>(() => app.Proxy);

        Assert.AreEqual("TO4002: The application has several intercepting proxies. Name one: GetProxy(\"fulfilment-proxy\" or \"proxy\").", exception.Message);
    }
}
