using System.Collections.Concurrent;
using Shop.Tests.Support;

namespace Shop.Tests.Isolation;

/// <summary>Asks the application of every class what it is connected to; in the end no two may have answered the same.</summary>
[TestClass]
public static class EveryApplication
{
    private static readonly ConcurrentDictionary<string, (string ClassName, Identity Identity)> s_known = new(StringComparer.Ordinal);

    [GlobalTestInitialize]
    public static async Task TellsWhatItIsConnectedToAsync(TestContext context)
    {
        TestApp app = TestApp.Current;
        if (!s_known.ContainsKey(app.Id))
        {
            using ShopClient shop = new(app);
            s_known[app.Id] = (context.FullyQualifiedTestClassName!, await shop.GetIdentityAsync());
        }
    }

    [AssemblyCleanup]
    public static void HasEverythingToItself()
    {
        Assert.AreEqual(
            "",
            string.Join('\n',
            [
                .. Shared("a class", app => app.ClassName),
                .. Shared("a database", app => $"{app.Identity.Postgres.DatabaseOid} at {app.Identity.Postgres.ServerAddress}:{app.Identity.Postgres.ServerPort}"),
                .. Shared("an address of the database", app => $"{app.Identity.Postgres.Host}:{app.Identity.Postgres.Port}"),
                .. Shared("a Redis server", app => app.Identity.Redis.RunId),
                .. Shared("an address of Redis", app => app.Identity.Redis.Address),

                // A service may be led to its proxy without being told.
                .. Shared("a proxy", app => app.Identity.HttpsProxy is { IsAbsoluteUri: true } told ? told.Authority : $"unknown to {app.ClassName}"),
                .. Shared("an address", app => app.Identity.Listening),
            ]));
    }

    private static IEnumerable<string> Shared(string what, Func<(string ClassName, Identity Identity), string> of) => s_known.Values
        .GroupBy(of)
        .Where(apps => apps.Count() > 1)
        .Select(apps => $"{string.Join(" and ", apps.Select(app => app.ClassName))} share {what}: {apps.Key}");
}
