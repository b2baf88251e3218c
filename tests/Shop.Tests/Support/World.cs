namespace Shop.Tests.Support;

/// <summary>Everything outside of the shop, mocked; for tests of mocks and of what else the proxy is able to do. Others are <see cref="OutsideTests"/>.</summary>
internal static class World
{
    /// <summary>Every charge is accepted, every carrier has an offer (the cheapest is that of ext2), and statistics are taken.</summary>
    public static void AllIsWell(ProxyScope proxy)
    {
        proxy.When(PaymentProvider.Charge).Respond(PaymentProvider.Accept);
        proxy.When(Carriers.Ext1).Respond((MockResponse _) => Carriers.FromExt1(12.50m, 3).Mocked());
        proxy.When(Carriers.Ext2).Respond((MockResponse _) => Carriers.FromExt2(9.90m, "P2D").Mocked());
        proxy.When(Carriers.Ext3).Respond((MockResponse _) => Carriers.FromExt3(11.00m, 1).Mocked());
        proxy.When(StatisticsHost.Event).Respond(j => j.Status(204));
    }

    /// <summary>So it is for all tests of a class, unless one says otherwise.</summary>
    public static async Task AllIsWellAsync(TestContext context) => AllIsWell((await context.GetAppAsync()).Proxy);
}
