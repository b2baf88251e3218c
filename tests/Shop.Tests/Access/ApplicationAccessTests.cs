using Npgsql;
using Shop.Tests.Support;

namespace Shop.Tests.Access;

/// <summary>All the ways in which a test gets at its application.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class ApplicationAccessTests : OutsideTests, IDisposable
{
    private static string? s_idOfClass;

    private readonly TestContext _context;
    private readonly TestApp _ofConstructor;
    private TestApp? _ofInitialize;

    public ApplicationAccessTests(TestContext context)
    {
        _context = context;
        _ofConstructor = TestApp.Current;
    }

    [ClassInitialize]
    public static async Task OfTheClassAsync(TestContext context)
    {
        TestApp app = await context.GetAppAsync();
        Assert.AreSame(app, TestApp.Current);
        Assert.AreSame(app, context.App);
        s_idOfClass = app.Id;
    }

    [TestInitialize]
    public void OfInitialize() => _ofInitialize = TestApp.Current;

    [TestMethod]
    public async Task A_test_gets_the_same_application_wherever_it_asks(TestApp app)
    {
        TestApp[] all = [app, TestApp.Current, _context.App, _ofConstructor, _ofInitialize!, await Task.Run(() => TestApp.Current)];

        Assert.ContainsSingle(all.Distinct());
        Assert.AreEqual(s_idOfClass, app.Id);
    }

    [TestMethod]
    public void A_test_gets_Aspires_own_application(DistributedApplication application, TestApp app) => Assert.AreSame(app.Application, application);

    [TestMethod]
    public async Task A_test_without_a_parameter_has_an_application_too()
    {
        using ShopClient shop = new(TestApp.Current);

        Assert.AreEqual("A blue pen", (await shop.GetProductAsync("pen")).Name);
    }

    [TestMethod]
    [DataRow("pen", "A blue pen", 1.20)]
    [DataRow("lamp", "A reading lamp", 49.00)]
    public async Task The_application_may_stand_anywhere_among_the_data(string sku, string name, TestApp app, double price)
    {
        using ShopClient shop = new(app);

        Product product = await shop.GetProductAsync(sku);

        Assert.AreEqual((name, (decimal)price), (product.Name, product.Price));
    }

    [TestMethod]
    public async Task A_test_calls_services_directly_and_not_through_the_proxy(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.ListOrdersAsync();

        Assert.IsEmpty(app.Proxy.Exchanges);
    }

    [TestMethod]
    public async Task A_test_can_look_into_the_database(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("pen");
        await shop.WaitForAsync(id, "fulfilled");

        NpgsqlConnectionStringBuilder settings = new(await app.GetConnectionStringAsync("orders"));
        await using NpgsqlConnection database = new(settings.ConnectionString);
        await database.OpenAsync();
        await using NpgsqlCommand command = new("SELECT count(*) FROM outbox", database);
        Assert.AreEqual(0L, await command.ExecuteScalarAsync());
        Assert.AreEqual((app.GetEndpoint("postgres").Host, "orders"), (settings.Host, settings.Database));
    }

    [TestMethod]
    public void What_is_kept_of_the_application_lies_in_a_directory_of_its_name(TestApp app)
    {
        Assert.AreEqual(app.Id, Path.GetFileName(app.Directory));
        Assert.StartsWith("application-access-tests-", app.Id);
        Assert.IsTrue(File.Exists(Path.Combine(app.Directory, "app.json")));
        Assert.Contains(Path.Combine(app.Directory, "logs", "api.log"), Directory.GetFiles(Path.Combine(app.Directory, "logs")));
    }

    public void Dispose() => Assert.AreSame(_ofConstructor, TestApp.Current);
}
