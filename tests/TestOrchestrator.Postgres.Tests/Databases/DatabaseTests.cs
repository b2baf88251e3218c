using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Databases;

/// <summary>What is the same in every lane that can run PostgreSQL.</summary>
[TestClass]
public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task It_has_the_schema_and_the_data_of_its_migrations(string lane)
    {
        string migrations = _files.With(
            "migrations",
            ("10-more.sql", "INSERT INTO items (name) VALUES ('second'), ('third');"),
            ("9-late.sql", "INSERT INTO items (name) VALUES ('fourth'); CREATE VIEW names AS SELECT string_agg(id || name, ',' ORDER BY id) AS all FROM items;"),
            ("1-schema.sql", "CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL UNIQUE);\nINSERT INTO items (name) VALUES ('first');"),
            ("0-not-sql.txt", "This is no migration."));
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations));

        object? names = await Sql.ScalarAsync(app, "orders", "SELECT \"all\" FROM names");

        Assert.AreEqual("1first,2second,3third,4fourth", names);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Init_files_come_before_migrations_in_every_database_of_the_server(string lane)
    {
        string init = _files.With("init", ("z.sql", "CREATE TABLE log AS SELECT 'init' AS entry"));
        string first = _files.With("first", ("a.sql", "INSERT INTO log VALUES ('first')"));
        string second = _files.With("second", ("0.sql", "INSERT INTO log VALUES ('second')"));
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer server = b.AddPostgres("postgres").WithInitFiles(init);
            server.AddDatabase("orders").WithMigrations(first).WithMigrations(second);
            server.AddDatabase("stock");
        });

        const string Log = "SELECT string_agg(entry, ',') FROM log";
        Assert.AreEqual("init,first,second", await Sql.ScalarAsync(app, "orders", Log));
        Assert.AreEqual("init", await Sql.ScalarAsync(app, "stock", Log));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task What_an_application_does_no_other_sees(string lane)
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items (id serial, name text); INSERT INTO items (name) VALUES ('of the template')"));
        void Describe(TestGroup b) => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations);
        await using RunningApplication one = await Apps.StartAsync(lane, Describe);
        await using RunningApplication other = await Apps.StartAsync(lane, Describe);

        await Sql.ScalarAsync(one, "orders", """
            INSERT INTO items (name) SELECT 'of one' FROM generate_series(1, 10);
            ALTER TABLE items ADD COLUMN price int;
            CREATE TABLE more ();
            CREATE EXTENSION pg_trgm;
            """);
        await Sql.ScalarAsync(other, "orders", "INSERT INTO items (name) VALUES ('of the other')");
        await using RunningApplication later = await Apps.StartAsync(lane, Describe);

        const string State = """
            SELECT (SELECT string_agg(id || ' ' || name, ', ' ORDER BY id) FROM items)
                || '; columns ' || (SELECT count(*) FROM information_schema.columns WHERE table_name = 'items')
                || '; tables ' || (SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public')
                || '; extensions ' || (SELECT count(*) FROM pg_extension)
            """;
        Assert.AreEqual("1 of the template, 2 of the other; columns 2; tables 1; extensions 1", await Sql.ScalarAsync(other, "orders", State));
        Assert.AreEqual("1 of the template; columns 2; tables 1; extensions 1", await Sql.ScalarAsync(later, "orders", State));
        Assert.AreEqual(11L, await Sql.ScalarAsync(one, "orders", "SELECT count(*) FROM items"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Databases_and_servers_of_an_application_are_apart_even_with_one_name(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer left = b.AddPostgres("left");
            left.AddDatabase("left-orders", "orders");
            left.AddDatabase("left-orders-2", "Orders 2");
            b.AddPostgres("right").AddDatabase("right-orders", "orders");
        });

        foreach (string database in new[] { "left-orders", "left-orders-2", "right-orders" })
        {
            await Sql.ScalarAsync(app, database, $"CREATE TABLE which AS SELECT '{database}' AS name");
        }

        foreach (string database in new[] { "left-orders", "left-orders-2", "right-orders" })
        {
            Assert.AreEqual(database, await Sql.ScalarAsync(app, database, "SELECT name FROM which"));
        }
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task User_and_password_can_be_chosen_and_what_is_there_belongs_to_the_user(string lane)
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items ()"));
        await using RunningApplication app = await Apps.StartAsync(lane, b => b
            .AddPostgres("postgres", "Anna \"the\" admin", "p'ä\"ss w\\ord")
            .AddDatabase("orders").WithMigrations(migrations));

        object? owners = await Sql.ScalarAsync(app, "orders", """
            SELECT concat_ws(', ', current_user, pg_get_userbyid(datdba), (SELECT tableowner FROM pg_tables WHERE tablename = 'items'),
                (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))
            FROM pg_database WHERE datname = current_database()
            """);

        Assert.AreEqual("Anna \"the\" admin, Anna \"the\" admin, Anna \"the\" admin, t", owners);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task The_maintenance_database_is_there(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b => b.AddPostgres("postgres"));

        Assert.AreEqual("postgres", await Sql.ScalarAsync(app, "postgres", "SELECT current_database()"));
    }

    [TestMethod]
    [DataRow("fast", null)]
    [DataRow("real", null)]
    [DataRow("fast", "real")]
    [DataRow("real", "fast")]
    public async Task A_database_is_where_its_server_is_whatever_lane_it_is_pinned_to(string lane, string? pinned)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestDatabase database = b.AddPostgres("postgres").AddDatabase("orders");
            _ = pinned is null ? database.Unit : database.Unit.WithLane(pinned);
        });

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Passwords_that_Unicode_writes_in_several_ways_work(string lane)
    {
        // SCRAM prepares passwords (RFC 4013): the ligature becomes 'fi', the non-breaking space a space.
        await using RunningApplication app = await Apps.StartAsync(lane, b => b
            .AddPostgres("postgres", password: "of\uFB01ce\u00A0\u2168")
            .AddDatabase("orders"));

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1"));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_user_that_PostgreSQL_does_not_take_is_told_in_its_words(string lane)
    {
        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync(lane, b =>
            b.AddPostgres("postgres", "pg_anna").AddDatabase("orders")));

        StringAssert.StartsWith(
            e.Message.Split('\n')[1],
            "'postgres' is FailedToStart: TO1607: PostgreSQL could not make the user 'pg_anna': 42939: role name \"pg_anna\" is reserved. Role names starting with \"pg_\" are reserved.");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task One_that_is_stopped_lets_nobody_in_until_it_is_started_again(string lane)
    {
        RunningApplication app = await Apps.StartAsync(lane, b =>
        {
            TestServer server = b.AddPostgres("postgres");
            server.AddDatabase("orders");
            server.AddDatabase("other");
        });
        await using NpgsqlConnection open = new(app.ConnectionString("orders"));
        await open.OpenAsync();
        await Sql.ScalarAsync(app, "orders", "CREATE TABLE kept (number int)");

        await app.StopUnitAsync("orders");

        await using NpgsqlCommand late = new("SELECT 1", open);
        await Assert.ThrowsAsync<NpgsqlException>(() => late.ExecuteScalarAsync());
        PostgresException refusal = await Assert.ThrowsExactlyAsync<PostgresException>(() => Sql.ScalarAsync(app, "orders", "SELECT 1"));
        Assert.AreEqual("55000", refusal.SqlState);
        Assert.AreEqual(1, await Sql.ScalarAsync(app, "other", "SELECT 1"));
        await app.StartUnitAsync("orders");
        Assert.AreEqual(0L, await Sql.ScalarAsync(app, "orders", "SELECT count(*) FROM kept"));
    }
}
