namespace Shop.Tests.Support;

/// <summary>Everything outside of the shop.</summary>
internal static class World
{
    /// <summary>Every charge is accepted, every carrier has an offer (the cheapest is that of ext2), and statistics are taken.</summary>
    public static void AllIsWell(ProxyScope proxy)
    {
        proxy.When(PaymentProvider.Charge).Respond(PaymentProvider.Accept);
        Carriers.Offer(proxy, (12.50m, 3), (9.90m, 2), (11.00m, 1));
        proxy.When(StatisticsHost.Event).Respond(j => j.Status(204));
    }

    /// <summary>So it is for all tests of a class, unless one says otherwise.</summary>
    public static async Task AllIsWellAsync(TestContext context) => AllIsWell((await context.GetAppAsync()).Proxy);
}
