using Npgsql;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.References;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Tests.Databases;

namespace TestOrchestrator.Postgres.Tests.Resources;

[TestClass]
public sealed class ConnectionStringTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task They_are_Aspires_with_a_bounded_pool(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            IResourceBuilder<PostgresServerResource> server = b.AddPostgres("postgres", password: b.AddParameter("password", "p!ss w/rd", secret: true));
            server.AddDatabase("orders");
            server.AddDatabase("odd", "it's \"odd\";");
        });

        string server = $"Host={app.Address};Port=5432;Username=postgres;Password=p!ss w/rd";
        Assert.AreEqual($"{server};Maximum Pool Size=20", await app.GetConnectionStringAsync("postgres"));
        Assert.AreEqual($"{server};Database=orders;Maximum Pool Size=20", await app.GetConnectionStringAsync("orders"));
        Assert.AreEqual($"{server};Database=\"it's \"\"odd\"\";\";Maximum Pool Size=20", await app.GetConnectionStringAsync("odd"));
        Assert.AreEqual("it's \"odd\";", new NpgsqlConnectionStringBuilder(await app.GetConnectionStringAsync("odd")).Database);
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "odd", "SELECT 1"));
    }

    [TestMethod]
    public async Task A_password_that_nobody_gave_is_another_for_each_application()
    {
        await using RunningApplication one = await Apps.StartAsync("fast", b => b.AddPostgres("postgres"));
        await using RunningApplication other = await Apps.StartAsync("fast", b => b.AddPostgres("postgres"));

        string? first = new NpgsqlConnectionStringBuilder(await one.GetConnectionStringAsync("postgres")).Password;
        string? second = new NpgsqlConnectionStringBuilder(await other.GetConnectionStringAsync("postgres")).Password;

        StringAssert.Matches(first, new("^[A-Za-z2-9]{22}$"));
        Assert.AreNotEqual(first, second);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task What_refers_to_them_gets_Aspires_variables(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            IResourceBuilder<PostgresServerResource> server = b.AddPostgres("pg-1", b.AddParameter("user", "anna@home"), b.AddParameter("password", "p!ss w/rd", secret: true), port: 5433);
            IResourceBuilder<PostgresDatabaseResource> database = server.AddDatabase("orders", "the orders");
            b.AddExecutable("printenv", "env", "/").WithReference(server).WithReference(database);
        });
        await app.WaitForResourceAsync("printenv", Engine.LifeCycle.ResourceState.Completed);

        IEnumerable<string> variables = (await File.ReadAllLinesAsync(app.LogFileOf("printenv")))
            .Where(v => v.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || v.StartsWith("PG_1_", StringComparison.Ordinal) || v.StartsWith("ORDERS_", StringComparison.Ordinal));

        string server = $"Host={app.Address};Port=5433;Username=anna@home;Password=p!ss w/rd";
        string uri = $"postgresql://anna%40home:p%21ss%20w%2Frd@{app.Address}:5433";
        Assert.AreEqual(
            $"""
            ConnectionStrings__orders={server};Database="the orders";Maximum Pool Size=20
            ConnectionStrings__pg-1={server};Maximum Pool Size=20
            ORDERS_DATABASENAME=the orders
            ORDERS_HOST={app.Address}
            ORDERS_JDBCCONNECTIONSTRING=jdbc:postgresql://{app.Address}:5433/the%20orders
            ORDERS_PASSWORD=p!ss w/rd
            ORDERS_PORT=5433
            ORDERS_URI={uri}/the%20orders
            ORDERS_USERNAME=anna@home
            PG_1_HOST={app.Address}
            PG_1_JDBCCONNECTIONSTRING=jdbc:postgresql://{app.Address}:5433
            PG_1_PASSWORD=p!ss w/rd
            PG_1_PORT=5433
            PG_1_URI={uri}
            PG_1_USERNAME=anna@home
            """,
            string.Join('\n', variables.Order(StringComparer.Ordinal)));
    }
}
