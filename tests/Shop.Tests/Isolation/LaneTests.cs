using System.Globalization;
using Npgsql;
using Shop.Tests.Support;

namespace Shop.Tests.Isolation;

/// <summary>What the lanes have in common, and what tells them apart.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class LaneTests
{
    [TestMethod]
    [DataRow("api")]
    [DataRow("fulfilment")]
    [DataRow("postgres")]
    [DataRow("cache")]
    [DataRow("proxy")]
    public void Everything_listens_on_the_address_of_the_application(TestApp app, string resource) =>
        Assert.AreEqual(app.Address.ToString(), app.GetEndpoint(resource).Host);

    [TestMethod]
    public async Task A_service_knows_nothing_but_the_address_of_its_application(TestApp app)
    {
        using ShopClient shop = new(app);

        Identity identity = await shop.GetIdentityAsync();

        string address = app.Address.ToString();
        Assert.AreEqual((address, address, address), (identity.Postgres.Host, identity.Redis.Address.Split(':')[0], identity.HttpsProxy.Host));
        Assert.AreEqual(app.GetEndpoint("api").Authority, identity.Listening);
    }

    [TestMethod]
    [Lanes("fast")]
    public async Task Services_run_inside_of_the_test_process_where_a_debugger_reaches_them(TestApp app)
    {
        using ShopClient shop = new(app);

        Identity identity = await shop.GetIdentityAsync();

        Assert.AreEqual((Environment.ProcessId, "Shop.Api"), (identity.ProcessId, identity.Service));
    }

    [TestMethod]
    [Lanes("real")]
    public async Task Services_are_processes_of_their_own(TestApp app)
    {
        using ShopClient shop = new(app);

        Identity identity = await shop.GetIdentityAsync();

        Assert.AreEqual((app.ResourceNotifications.GetCurrent("api").Process!.Value.Pid, "Shop.Api"), (identity.ProcessId, identity.Service));
        Assert.AreNotEqual(Environment.ProcessId, identity.ProcessId);
    }

    [TestMethod]
    [Lanes("real")]
    public async Task The_server_of_the_database_is_the_application_s_own(TestApp app)
    {
        await using NpgsqlConnection database = new(await app.GetConnectionStringAsync("orders"));
        await database.OpenAsync();

        await using NpgsqlCommand command = new(
            "SELECT format('%s:%s %s', host(inet_server_addr()), inet_server_port(), (SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE NOT datistemplate))",
            database);
        Assert.AreEqual(
            string.Create(CultureInfo.InvariantCulture, $"{app.Address}:{app.GetEndpoint("postgres").Port} orders postgres shipments"),
            await command.ExecuteScalarAsync());
    }
}
