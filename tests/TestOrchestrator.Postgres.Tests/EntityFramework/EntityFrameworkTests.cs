using System.Runtime.Loader;
using TestOrchestrator.Engine.Applications;

namespace TestOrchestrator.Postgres.Tests.EntityFramework;

/// <summary>Services that use Entity Framework inside the test process, where they share it.</summary>
[TestClass]
[DoNotParallelize]
public sealed class EntityFrameworkTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Each_application_has_its_own_data(string lane)
    {
        await using RunningApplication one = await Databases.Apps.StartAsync(lane, b => EntityService.Describe(b, ownDataSource: false));
        await using RunningApplication other = await Databases.Apps.StartAsync(lane, b => EntityService.Describe(b, ownDataSource: false));

        await EntityService.AddAsync(one, "first");

        Assert.AreEqual("""[{"id":1,"name":"first","tags":1},{"id":2,"name":"second","tags":1}]""", await EntityService.AddAsync(one, "second"));
        Assert.AreEqual("""[{"id":1,"name":"of the other","tags":1}]""", await EntityService.AddAsync(other, "of the other"));
    }

    // A request does not begin in the flow of the program, and Entity Framework is shared with other programs.
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_request_finds_the_migrations_of_its_own_program(string lane)
    {
        await using RunningApplication app = await Databases.Apps.StartAsync(lane, b => EntityService.Describe(b, ownDataSource: false));

        Assert.AreEqual("[]", await EntityService.GetAsync(app, "migrations"));
    }

    // Entity Framework keeps what it learned of a model, and warns of its twenty-first set of services of its own.
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Thirty_applications_one_after_another_work_and_go(bool ownDataSource)
    {
        const int Applications = 30;

        // What is known about types of services that have ended is forgotten whenever so many have.
        const int Batch = 16;
        for (int i = 0; i < Applications; i++)
        {
            await using RunningApplication app = await Databases.Apps.StartAsync("fast", b => EntityService.Describe(b, ownDataSource));

            Assert.AreEqual("""[{"id":1,"name":"first","tags":1}]""", await EntityService.AddAsync(app, "first"), $"of application {i + 1}");
            Assert.IsGreaterThan(0, Contexts());
        }

        Assert.IsLessThan(Batch, await LeftAsync());
    }

    private static int Contexts() => AssemblyLoadContext.All.Count(c => c.IsCollectible && c.Name == "EntityService");

    private static Task<int> LeftAsync() => Task.Run(() =>
    {
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Contexts();
    });
}
