using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

/// <summary>What a server makes of the variables and arguments that its container would get.</summary>
[TestClass]
public sealed class ImageTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow("fast", null, null, "postgres")]
    [DataRow("fast", "anna", null, "anna")]
    [DataRow("fast", null, "main", "main")]
    [DataRow("fast", "anna", "orders", "orders")]
    [DataRow("real", "anna", null, "anna")]
    [DataRow("real", null, "main", "main")]
    [DataRow("real", "anna", "orders", "orders")]
    public async Task The_default_database_is_there(string lane, string? user, string? database, string expected)
    {
        string init = _files.With("init", ("1.sql", "CREATE TABLE log AS SELECT 'init' AS entry"));
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer server = b.AddPostgres("server", user).WithInitFiles(init);
            _ = database is null ? server : server.WithEnvironment("POSTGRES_DB", database);
            server.AddDatabase("orders");
        });

        const string Log = "SELECT coalesce(to_regclass('log')::text, 'nothing')";
        Assert.AreEqual(expected == "postgres" ? "nothing" : "log", await Sql.ScalarAsync(app, "server", Log, s => s.Database = expected));
        Assert.AreEqual("log", await Sql.ScalarAsync(app, "orders", Log));
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "server", "SELECT 1", s => s.Database = "postgres"));
        Assert.AreEqual(user ?? "postgres", await Sql.ScalarAsync(app, "server", "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()", s => s.Database = "orders"));
    }

    [TestMethod]
    [DataRow("fast", true)]
    [DataRow("fast", false)]
    [DataRow("real", true)]
    [DataRow("real", false)]
    public async Task A_server_that_trusts_asks_for_no_password(string lane, bool hasPassword)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer server = b.AddPostgres("postgres").WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "trust");
            _ = hasPassword ? server : server.WithoutEnvironment("POSTGRES_PASSWORD");
            server.AddDatabase("orders");
        });

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.Password = null));
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.Password = "wrong"));
        PostgresException e = await Assert.ThrowsExactlyAsync<PostgresException>(() => Sql.ScalarAsync(app, "orders", "SELECT 1", s =>
            s.Username = "nobody"));
        Assert.AreEqual("28000 role \"nobody\" does not exist", $"{e.SqlState} {e.MessageText}");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_server_without_a_password_that_does_not_trust_does_not_start(string lane)
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").WithoutEnvironment("POSTGRES_PASSWORD")));

        StringAssert.StartsWith(e.Message.Split('\n')[1], "'postgres' is FailedToStart: TO1612: ");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Settings_are_the_servers_and_the_application_has_one_of_its_own(string lane)
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items AS SELECT 'migrated' AS name"));
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(lane));
        RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres")
            .WithArgs("-c", "max_connections=37", "--work-mem=7MB", "-cfsync=on", "-c", "port=5999")
            .AddDatabase("orders").WithMigrations(migrations));

        const string Settings = "SELECT concat_ws(' ', current_setting('max_connections'), current_setting('work_mem'), current_setting('fsync'), current_setting('autovacuum'), (SELECT name FROM items))";
        Assert.AreEqual("37 7MB on off migrated", await Sql.ScalarAsync(app, "orders", Settings));
        await Sql.ScalarAsync(app, "orders", "UPDATE items SET name = 'changed'");
        await app.RestartUnitAsync("postgres");
        Assert.AreEqual("37 7MB on off changed", await Sql.ScalarAsync(app, "orders", Settings));

        const string Port = "'postgres' has the setting port=5999, which is ignored: where a server listens and keeps its data is decided here.";
        const string Own = "'postgres' runs on a server of its own, because it has settings: max_connections=37, work_mem=7MB, fsync=on.";
        Assert.AreEqual(lane == "fast" ? $"{Port}\n{Own}" : Port, Notes(run));
        Assert.IsEmpty(run.Events("postgres-started"));
        Assert.IsNotNull(app.Units["postgres"].Process);
    }

    [TestMethod]
    public async Task A_server_whose_settings_are_all_ignored_is_shared()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres").WithArgs("-c", "port=5999").AddDatabase("orders"));

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1"));
        Assert.HasCount(1, run.Events("postgres-started"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_log_that_is_to_be_replicated_can_be(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").WithArgs("-c", "wal_level=logical").AddDatabase("orders"));

        Assert.AreEqual("slot", await Sql.ScalarAsync(app, "orders", "SELECT slot_name FROM pg_create_logical_replication_slot('slot', 'pgoutput')"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_setting_that_PostgreSQL_does_not_know_is_refused_in_its_words(string lane)
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").WithArgs("-c", "nonsense=1").AddDatabase("orders")));

        StringAssert.Contains(e.Message, "unrecognized configuration parameter \"nonsense\"");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Another_argument_is_why_it_does_not_start(string lane)
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").WithArgs("-p", "5433").AddDatabase("orders")));

        StringAssert.StartsWith(e.Message.Split('\n')[1], "'postgres' is FailedToStart: TO1609: 'postgres' has the argument '-p', ");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task What_is_ignored_is_noted_once(string lane)
    {
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(lane));
        RunningApplication app = await run.StartAsync(b =>
            b.AddPostgres("postgres").WithEnvironment("POSTGRES_INITDB_ARGS", "--data-checksums"));
        await app.RestartUnitAsync("postgres");

        Assert.AreEqual("'postgres' has the variable POSTGRES_INITDB_ARGS, which is ignored: only a container can follow it.", Notes(run));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_server_that_waits_for_others_is_configured_when_they_are_there(string lane)
    {
        List<string> order = [];
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items AS SELECT 'migrated' AS name"));
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestUnit first = b.AddExecutable("first", "sh", "/", "-c", "exit 0").WithConfiguration((_, c) =>
            {
                order.Add("first");
                return c;
            });
            TestServer server = b.AddPostgres("postgres", "anna");
            server.Unit.WaitForCompletion(first).WithConfiguration((_, c) =>
            {
                order.Add("server");
                return c;
            });
            server.AddDatabase("orders").WithMigrations(migrations);
        });

        Assert.AreEqual("first server", string.Join(' ', order));
        Assert.AreEqual("migrated", await Sql.ScalarAsync(app, "orders", "SELECT name FROM items"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task The_configuration_of_the_last_start_counts(string lane)
    {
        string password = "first";
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer server = b.AddPostgres("postgres");
            server.Unit.WithConfiguration((_, c) =>
                c with { Environment = new Dictionary<string, string>(c.Environment) { ["POSTGRES_PASSWORD"] = password } });
            server.AddDatabase("orders");
        });
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.Password = "first"));

        password = "second";
        await app.RestartUnitAsync("postgres");

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.Password = "second"));
        await Assert.ThrowsExactlyAsync<PostgresException>(() => Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.Password = "first"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Another_version_is_noted(string lane)
    {
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(lane));
        await run.StartAsync(b =>
        {
            b.AddPostgres("postgres").With(p => p with { RequestedVersion = "99.3" });
            b.AddPostgres("latest").With(p => p with { RequestedVersion = "latest", StrictVersion = true });
        });

        string notes = string.Join('\n', Notes(run).Split('\n').Where(n =>
            !n.StartsWith("Port ", StringComparison.Ordinal)));
        StringAssert.Matches(notes, new("^'postgres' asked for PostgreSQL 99\\.3, runs [0-9]+\\.[0-9]+\\.$"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task The_same_major_version_is_not_worth_a_note(string lane)
    {
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(lane));
        RunningApplication any = await run.StartAsync(b => b.AddPostgres("postgres"));
        string version = (string)(await Sql.ScalarAsync(any, "postgres", "SHOW server_version"))!;

        await run.StartAsync(b => b.AddPostgres("postgres").With(p =>
            p with { RequestedVersion = $"{version.Split('.')[0]}.99-alpine", StrictVersion = true }));

        Assert.AreEqual("", Notes(run));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Another_version_is_refused_if_the_version_is_strict(string lane)
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() =>
            Apps.StartAsync(lane, b => b.AddPostgres("postgres").With(p =>
                p with { RequestedVersion = "99.3", StrictVersion = true }).AddDatabase("orders")));

        StringAssert.Matches(
            e.Message.Split('\n')[1],
            new("^'postgres' is FailedToStart: TO1610: 'postgres' insists on PostgreSQL 99\\.3, but '/[^']+' has [0-9.]+\\. Install PostgreSQL 99, and set TESTORCHESTRATOR_POSTGRES to the directory of its programs\\."));
    }

    [TestMethod]
    public void A_database_unit_waits_for_its_server()
    {
        UnitDefinition unit = new PostgresServerProvider { Databases = [new() { Name = "orders", DatabaseName = "the orders" }] }.CreateDatabaseUnits("server").Single();

        Assert.AreEqual(("orders", "PostgresDatabase", new DependencyDefinition { Unit = "server", Condition = WaitCondition.Ready }), (unit.Name, unit.Kind, unit.DependsOn.Single()));
        Assert.IsEmpty(unit.Endpoints);
        Assert.AreEqual("the orders", ((PostgresDatabaseProvider)unit.Provider).Database.DatabaseName);
    }

    private static string Notes(TemporaryRun run) => string.Join('\n', run.Events("note").Select(e => e.GetProperty("text").GetString()));
}
