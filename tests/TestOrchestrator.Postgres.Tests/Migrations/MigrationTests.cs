using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Migrations;

[TestClass]
public sealed class MigrationTests : IDisposable
{
    private const string File = "2.sql";

    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow("SELEKT 1", "in line 1: 42601: syntax error at or near \"SELEKT\".")]
    [DataRow("CREATE TABLE a ();\n\n-- größer\r\nINSERT INTO nowhere\nVALUES (1);", "in line 4: 42P01: relation \"nowhere\" does not exist.")]
    [DataRow("SELECT '\U0001F600\U0001F600\U0001F600\U0001F600';\nSELECT\nx;", "in line 3: 42703: column \"x\" does not exist.")]
    [DataRow("CREATE TABLE a (b int UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);", "in its statement 3: 23505: duplicate key value violates unique constraint \"a_b_key\". Key (b)=(1) already exists.")]
    [DataRow("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'TO001', DETAIL = 'As it was asked for.', HINT = 'Do not ask.'; END $$", "in its statement 1: TO001: no. As it was asked for. Do not ask.")]
    [DataRow("CREATE TABLE a (b int);\nCOPY a FROM STDIN;\n1\n\\.\n", "in line 3: 42601: syntax error at or near \"1\".")]
    [DataRow("CREATE TABLE a (b int);\nCOPY a FROM STDIN;", "in its statement 2: 57014: COPY from stdin failed: there is no data after the statements.")]
    [DataRow("BEGIN;\nCREATE TABLE a ();", "at its end: it leaves a transaction open, and what it did would be lost. End it with COMMIT.")]
    public async Task A_broken_one_says_where_and_why(string text, string why)
    {
        string migrations = _files.With("migrations", ("1.sql", "SELECT 1;"), (File, text));

        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync("fast", b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations)));

        string[] lines = e.Message.Split('\n');
        StringAssert.StartsWith(lines[1], $"'orders' is FailedToStart: TO1601: '{Path.Combine(migrations, File)}' failed {why}");
    }

    [TestMethod]
    public async Task A_broken_one_fails_the_server_that_was_to_be_made_with_it()
    {
        string migrations = _files.With("migrations", (File, "\nSELEKT 1"));

        EngineException e = await Assert.ThrowsExactlyAsync<EngineException>(() => Apps.StartAsync("real", b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations)));

        StringAssert.StartsWith(e.Message.Split('\n')[1], $"'postgres' is FailedToStart: TO1601: '{Path.Combine(migrations, File)}' failed in line 2: 42601: syntax error at or near \"SELEKT\".");
    }

    [TestMethod]
    public async Task A_broken_one_is_run_once_and_fails_every_application()
    {
        string migrations = _files.With("migrations", (File, "SELECT pg_sleep(0.2);\nSELECT * FROM nowhere"));
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);

        EngineException[] failures = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Assert.ThrowsExactlyAsync<EngineException>(
            () => run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations)))));
        EngineException late = await Assert.ThrowsExactlyAsync<EngineException>(
            () => run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations)));

        foreach (EngineException e in failures.Append(late))
        {
            StringAssert.Contains(e.Message, "failed in line 2: 42P01: relation \"nowhere\" does not exist.");
        }

        string log = await System.IO.File.ReadAllTextAsync(Path.Combine(run.Run.Directory, "postgres.log"));
        Assert.HasCount(2, log.Split("ERROR:  relation \"nowhere\" does not exist"), log);
    }

    [TestMethod]
    public async Task A_broken_one_of_one_database_leaves_other_applications_alone()
    {
        string migrations = _files.With("migrations", (File, "SELEKT 1"));
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        await Assert.ThrowsExactlyAsync<EngineException>(() => run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations)));

        RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders"));

        Assert.AreEqual(UnitState.Ready, app.Units["orders"].State);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Whatever_PostgreSQL_understands_can_be_in_one(string lane)
    {
        string migrations = _files.With(
            "migrations",
            ("1.sql", "\uFEFF" + """
                /* a comment; /* with another; */ in it */
                SET search_path = pg_catalog; -- ; for this file alone
                CREATE FUNCTION public.plus(a int, b int) RETURNS int LANGUAGE plpgsql AS $fn$ BEGIN RETURN a + b; END; $fn$;
                CREATE FUNCTION public.minus(a int, b int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT a - b; END;
                BEGIN; CREATE TABLE public.items (name text DEFAULT 'a;b', "odd;name" text DEFAULT E'it''s \' odd'); COMMIT;
                ;;
                """),
            ("2.sql", ""),
            ("3.sql", "CREATE INDEX CONCURRENTLY ON items (name)"),
            ("4.sql", "INSERT INTO items DEFAULT VALUES RETURNING *; NOTIFY nobody; LISTEN nobody;"));
        await using RunningApplication app = await Apps.StartAsync(lane, b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations));

        object? all = await Sql.ScalarAsync(app, "orders", "SELECT name || ' ' || \"odd;name\" || ' ' || plus(1, 2) || ' ' || minus(1, 2) FROM items");

        Assert.AreEqual("a;b it's ' odd 3 -1", all);
    }

    [TestMethod]
    public async Task They_are_run_once_for_all_applications_of_a_run()
    {
        string migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items ()"));
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations))));

        Assert.AreEqual("template_1 1", string.Join(';', run.Events("database-template").Select(e => $"{e.GetProperty("template")} {e.GetProperty("files")}")));
    }
}
