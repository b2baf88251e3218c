using System.Collections.Concurrent;
using Shop.Tests.Support;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Testing.Sessions;

namespace Shop.Tests.Isolation;

/// <summary>Asks the application of every class what it has; in the end no two may have had the same.</summary>
[TestClass]
public static class EveryApplication
{
    private static readonly ConcurrentDictionary<string, (string ClassName, Identity Identity)> s_known = new(StringComparer.Ordinal);

    [GlobalTestInitialize]
    public static async Task SaysWhatItHasAsync(TestContext context)
    {
        TestApp app = TestApp.Current;
        if (!s_known.ContainsKey(app.Id))
        {
            s_known[app.Id] = (context.FullyQualifiedTestClassName!, await Identity.AskAsync(app));
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
                .. Shared("a database", app => app.Identity.Database),
                .. Shared("a Redis server", app => app.Identity.RedisRunId),
                .. Shared("a proxy", app => app.Identity.Proxy),

                // The ports that DCP chooses are free for others when an application has ended.
                .. TestSession.Current?.Lane == Lane.Aspire ? [] : SharedAddresses(),
            ]));
    }

    private static IEnumerable<string> SharedAddresses() =>
    [
        .. Shared("an address of the database", app => app.Identity.DatabaseAddress),
        .. Shared("an address of Redis", app => app.Identity.RedisAddress),
        .. Shared("an address", app => app.Identity.Api),
    ];

    private static IEnumerable<string> Shared(string what, Func<(string ClassName, Identity Identity), string> of) => s_known.Values
        .GroupBy(of)
        .Where(apps => apps.Count() > 1)
        .Select(apps => $"{string.Join(" and ", apps.Select(app => app.ClassName))} share {what}: {apps.Key}");
}
