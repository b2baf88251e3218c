using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Postgres.Tests.Gateway;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Databases;

/// <summary>Databases that applications create and drop themselves, in the maintenance database: the same in every lane.</summary>
[TestClass]
public sealed class CreateDatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow("fast", false)]
    [DataRow("fast", true)]
    [DataRow("real", false)]
    [DataRow("real", true)]
    public async Task A_database_that_was_declared_is_there_already(string lane, bool prepared)
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items AS SELECT 'migrated' AS name"));
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations));
        await using NpgsqlConnection connection = await OpenMaintenanceAsync(app);

        PostgresException e = await Assert.ThrowsExactlyAsync<PostgresException>(() =>
            ExecuteAsync(connection, "CREATE DATABASE \"orders\"", prepared));

        Assert.AreEqual("ERROR 42P04 database \"orders\" already exists", $"{e.Severity} {e.SqlState} {e.MessageText}");
        Assert.AreEqual(1, await connection.ScalarAsync("SELECT 1"));
        Assert.AreEqual("migrated", await Sql.ScalarAsync(app, "orders", "SELECT name FROM items"));
    }

    [TestMethod]
    [DataRow("fast", false)]
    [DataRow("fast", true)]
    [DataRow("real", false)]
    [DataRow("real", true)]
    public async Task Two_applications_create_use_and_drop_a_database_of_one_name(string lane, bool prepared)
    {
        await using RunningApplication one = await Apps.StartAsync(lane, Describe);
        await using RunningApplication other = await Apps.StartAsync(lane, Describe);
        RunningApplication[] both = [one, other];

        await Task.WhenAll(both.Select(app => ExecuteAsync(app, "CREATE DATABASE extra", prepared)));
        await Task.WhenAll(both.Select(app => InAsync(app, "extra", $"CREATE TABLE mine AS SELECT '{app.Id}' AS name")));

        foreach (RunningApplication app in both)
        {
            Assert.AreEqual(app.Id, await InAsync(app, "extra", "SELECT name FROM mine"));
            Assert.AreEqual("42P04 database \"extra\" already exists", await RefusalAsync(() =>
                ExecuteAsync(app, "CREATE DATABASE extra", prepared)));
        }

        await ExecuteAsync(one, "DROP DATABASE extra WITH (FORCE)", prepared);
        Assert.AreEqual("3D000 database \"extra\" does not exist", await RefusalAsync(() => InAsync(one, "extra", "SELECT 1")));
        Assert.AreEqual("3D000 database \"extra\" does not exist", await RefusalAsync(() =>
            ExecuteAsync(one, "DROP DATABASE extra", prepared)));
        Assert.AreEqual(other.Id, await InAsync(other, "extra", "SELECT name FROM mine"));

        await ExecuteAsync(one, "CREATE DATABASE extra", prepared);
        Assert.AreEqual(0L, await InAsync(one, "extra", "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Names_are_read_as_PostgreSQL_reads_them(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);

        await ExecuteAsync(app, "/* quoted */ CREATE DATABASE \"Größe 1\" -- in capitals");
        await ExecuteAsync(app, "create database Plain with template template0 encoding 'UTF8';");

        Assert.AreEqual(1, await InAsync(app, "Größe 1", "SELECT 1"));
        Assert.AreEqual(1, await InAsync(app, "plain", "SELECT 1"));
        Assert.AreEqual("3D000 database \"Plain\" does not exist", await RefusalAsync(() => InAsync(app, "Plain", "SELECT 1")));
        Assert.AreEqual("42P04 database \"plain\" already exists", await RefusalAsync(() => ExecuteAsync(app, "CREATE DATABASE PLAIN")));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_declared_database_can_be_dropped_and_created_anew(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await Sql.ScalarAsync(app, "orders", "CREATE TABLE old ()");

        await ExecuteAsync(app, "DROP DATABASE orders WITH (FORCE)");
        string gone = await RefusalAsync(() => Sql.ScalarAsync(app, "orders", "SELECT 1"));
        await ExecuteAsync(app, "DROP DATABASE IF EXISTS orders");
        await ExecuteAsync(app, "CREATE DATABASE orders");

        Assert.AreEqual("3D000 database \"orders\" does not exist", gone);
        Assert.AreEqual(0L, await Sql.ScalarAsync(app, "orders", "SELECT count(*) FROM pg_tables WHERE tablename = 'old'"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_declared_database_that_was_dropped_can_be_stopped_and_started(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await ExecuteAsync(app, "DROP DATABASE orders");

        await app.RestartUnitAsync("orders");
        await ExecuteAsync(app, "CREATE DATABASE orders");
        await app.RestartUnitAsync("orders");

        Assert.AreEqual(UnitState.Ready, app.Units["orders"].State);
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task What_failed_did_not_happen(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection open = await Sql.OpenAsync(app, "orders");

        Assert.AreEqual("42704 role \"nobody_there\" does not exist", await RefusalAsync(() =>
            ExecuteAsync(app, "CREATE DATABASE extra OWNER nobody_there")));
        Assert.AreEqual("3D000 database \"extra\" does not exist", await RefusalAsync(() => InAsync(app, "extra", "SELECT 1")));
        StringAssert.StartsWith(await RefusalAsync(() => ExecuteAsync(app, "DROP DATABASE orders")), "55006 ");
        await ExecuteAsync(app, "CREATE DATABASE extra");

        Assert.AreEqual(1, await InAsync(app, "extra", "SELECT 1"));
        Assert.AreEqual(1, await open.ScalarAsync("SELECT 1"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Transactions_and_several_statements_are_judged_by_the_server(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, DescribeTrusting);
        await using NpgsqlConnection connection = await OpenMaintenanceAsync(app);
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync())
        {
            Assert.AreEqual("25001 CREATE DATABASE cannot run inside a transaction block", await RefusalAsync(() =>
                connection.ScalarAsync("CREATE DATABASE extra")));
            Assert.AreEqual("25P02 current transaction is aborted, commands ignored until end of transaction block", await RefusalAsync(() => connection.ScalarAsync("SELECT 1")));
        }

        using RawClient raw = await RawClient.EnterAsync(app, "postgres", "postgres", trusts: true);
        await raw.SendAsync(PacketBytes.Typed('Q', PacketBytes.Texts("CREATE DATABASE extra; SELECT 1")));
        Assert.AreEqual("EZ", await raw.ReadUntilAsync('Z'));
        await raw.SendAsync(PacketBytes.Typed('Q', PacketBytes.Texts("SELECT 1; CREATE DATABASE extra")));
        Assert.AreEqual("TDCEZ", await raw.ReadUntilAsync('Z'));
        Assert.AreEqual("3D000 database \"extra\" does not exist", await RefusalAsync(() => InAsync(app, "extra", "SELECT 1")));

        await connection.ScalarAsync("CREATE DATABASE extra; SELECT 1");
        Assert.AreEqual(1, await InAsync(app, "extra", "SELECT 1"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task What_was_sent_after_a_refusal_is_skipped_to_the_next_Sync(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, DescribeTrusting);
        using RawClient raw = await RawClient.EnterAsync(app, "postgres", "postgres", trusts: true);
        byte[] sync = PacketBytes.Typed('S', []);

        await raw.SendAsync([.. Extended("CREATE DATABASE orders"), .. Extended("SELECT 1"), .. sync, .. Extended("SELECT 1"), .. sync]);

        Assert.AreEqual("12EZ", await raw.ReadUntilAsync('Z'));
        Assert.AreEqual("12DCZ", await raw.ReadUntilAsync('Z'));
    }

    [TestMethod]
    public async Task They_go_with_their_application()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(Describe);
        RunningApplication other = await run.StartAsync(Describe);
        const string Created = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname LIKE 'own\\_%' OR datname = 'extra'";
        await ExecuteAsync(app, "CREATE DATABASE extra");
        await using NpgsqlConnection open = await OpenAsync(app, "extra");
        object? before = await Sql.ScalarAsync(other, "postgres", Created);

        await app.DisposeAsync();

        Assert.AreEqual("own_1", before);
        await Eventually.IsTrueAsync("the database to be dropped", async () => await Sql.ScalarAsync(other, "postgres", Created) is null);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task They_are_kept_with_their_application(string lane)
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items AS SELECT 'migrated' AS name"));
        void DescribeKept(TestGroup group)
        {
            TestServer server = group.AddPostgres("postgres", userName: "anna");
            server.AddDatabase("orders").WithMigrations(migrations);
            server.AddDatabase("dropped");
        }

        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(lane));
        RunningApplication app = await run.StartAsync(DescribeKept);
        await ExecuteAsync(app, "CREATE DATABASE extra");
        await ExecuteAsync(app, "CREATE DATABASE gone");
        await ExecuteAsync(app, "DROP DATABASE gone");
        await ExecuteAsync(app, "DROP DATABASE dropped");
        await InAsync(app, "extra", "CREATE TABLE mine AS SELECT 'kept' AS name");
        await InAsync(app, "anna", "CREATE TABLE mine AS SELECT 'of the default' AS name");
        KeptApplication kept = await app.KeepAsync([]);
        await run.Run.DisposeAsync();

        await using TemporaryRun later = TemporaryRun.Start(Lane.Real);
        RunningApplication again = await later.Run.StartApplicationAsync(TestGroup.Of(DescribeKept), new() { Name = "again", Kept = kept });

        Assert.AreEqual("kept", await InAsync(again, "extra", "SELECT name FROM mine"));
        Assert.AreEqual("of the default", await InAsync(again, "anna", "SELECT name FROM mine"));
        Assert.AreEqual("migrated", await Sql.ScalarAsync(again, "orders", "SELECT name FROM items"));
        foreach (string name in new[] { "gone", "dropped" })
        {
            Assert.AreEqual($"3D000 database \"{name}\" does not exist", await RefusalAsync(() => InAsync(again, name, "SELECT 1")));
        }
    }

    private static void DescribeTrusting(TestGroup group) =>
        group.AddPostgres("postgres").WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "trust").AddDatabase("orders");

    private static void Describe(TestGroup group) => group.AddPostgres("postgres").AddDatabase("orders");

    // Parse, Bind and Execute without names and parameters.
    private static byte[] Extended(string statement) =>
    [
        .. PacketBytes.Typed('P', [.. PacketBytes.Texts("", statement), 0, 0]),
        .. PacketBytes.Typed('B', [.. PacketBytes.Texts("", ""), 0, 0, 0, 0, 0, 0]),
        .. PacketBytes.Typed('E', [.. PacketBytes.Texts(""), 0, 0, 0, 0]),
    ];

    private static Task<NpgsqlConnection> OpenAsync(RunningApplication app, string database) => Sql.OpenAsync(app, "postgres", s =>
        s.Database = database);

    private static Task<NpgsqlConnection> OpenMaintenanceAsync(RunningApplication app) => OpenAsync(app, "postgres");

    private static Task<object?> InAsync(RunningApplication app, string database, string sql) => Sql.ScalarAsync(app, "postgres", sql, s =>
        s.Database = database);

    private static async Task ExecuteAsync(RunningApplication app, string sql, bool prepared = false)
    {
        await using NpgsqlConnection connection = await OpenMaintenanceAsync(app);
        await ExecuteAsync(connection, sql, prepared);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, bool prepared)
    {
#pragma warning disable CA2100 // The tests' own statements.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        if (prepared)
        {
            await command.PrepareAsync();
        }

        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RefusalAsync(Func<Task> work)
    {
        PostgresException e = await Assert.ThrowsExactlyAsync<PostgresException>(work);
        return $"{e.SqlState} {e.MessageText}";
    }
}
