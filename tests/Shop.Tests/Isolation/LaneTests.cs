using System.Globalization;
using System.Runtime.Loader;
using Npgsql;
using Shop.Tests.Support;

namespace Shop.Tests.Isolation;

/// <summary>What the lanes have in common, and what tells them apart.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class LaneTests
{
    [TestMethod]
    [Lanes("fast", "real")]
    [DataRow("api")]
    [DataRow("fulfilment")]
    [DataRow("postgres")]
    [DataRow("cache")]
    [DataRow("proxy")]
    public void Everything_listens_on_the_address_of_the_application(TestApp app, string resource) =>
        Assert.AreEqual(app.Address.ToString(), app.GetEndpoint(resource).Host);

    [TestMethod]
    [Lanes("fast", "real")]
    public async Task A_service_knows_nothing_but_the_address_of_its_application(TestApp app)
    {
        NpgsqlConnectionStringBuilder orders = new(await app.GetConnectionStringAsync("orders"));
        string cache = await app.GetConnectionStringAsync("cache");

        string address = app.Address.ToString();
        Assert.AreEqual((address, address), (orders.Host, cache.Split(':')[0]));
    }

    [TestMethod]
    [Lanes("fast")]
    public void Services_run_inside_of_the_test_process_where_a_debugger_reaches_them(TestApp app)
    {
        Assert.IsNull(app.ProcessId("api"));
        Assert.Contains("Shop.Api", LoadedAssemblies());
    }

    [TestMethod]
    [Lanes("real")]
    public async Task Services_are_processes_of_their_own(TestApp app)
    {
        int process = app.ProcessId("api")!.Value;

        Assert.AreNotEqual(Environment.ProcessId, process);
        Assert.Contains("Shop.Api", await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline")));
        Assert.DoesNotContain("Shop.Api", LoadedAssemblies());
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

    private static IEnumerable<string?> LoadedAssemblies() =>
        AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Select(assembly => assembly.GetName().Name);
}
