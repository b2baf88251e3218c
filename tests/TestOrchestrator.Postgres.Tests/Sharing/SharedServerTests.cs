using Npgsql;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Sharing;

/// <summary>What applications that share a server notice of each other: nothing.</summary>
[TestClass]
public sealed class SharedServerTests
{
    private const string CopiesByName = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname LIKE 'app\\_%'";

    [TestMethod]
    public async Task Copies_are_made_ahead_and_each_is_given_to_one_application()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication first = await run.StartAsync(Describe);
        await AheadAsync(first, taken: 1);

        RunningApplication second = await run.StartAsync(Describe);
        await AheadAsync(first, taken: 2);

        Assert.AreEqual("app_1_1", await Sql.ScalarAsync(first, "orders", "SELECT current_database()"));
        Assert.AreEqual("app_1_2", await Sql.ScalarAsync(second, "orders", "SELECT current_database()"));
    }

    [TestMethod]
    public async Task A_copy_is_dropped_after_its_application_even_when_somebody_is_still_connected()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(Describe);
        RunningApplication other = await run.StartAsync(Describe);
        string copy = (string)(await Sql.ScalarAsync(app, "orders", "SELECT current_database()"))!;
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");

        await app.DisposeAsync();

        await Eventually.IsTrueAsync($"'{copy}' to be dropped", async () => !((string)(await Sql.ScalarAsync(other, "postgres", CopiesByName))!).Split(' ').Contains(copy));
        await Assert.ThrowsAsync<NpgsqlException>(() => connection.ScalarAsync("SELECT 1"));
        Assert.AreEqual("", string.Join('\n', run.Events("note").Select(e => e.GetProperty("text").GetString())));
    }

    [TestMethod]
    public async Task Databases_that_are_made_alike_share_a_template_and_others_do_not()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);

        await run.StartAsync(b =>
        {
            TestServer server = b.AddPostgres("postgres");
            server.AddDatabase("orders");
            server.AddDatabase("stock");
            b.AddPostgres("other", "anna").AddDatabase("accounts");
        });

        Assert.HasCount(2, run.Events("database-template"));
        Assert.HasCount(1, run.Events("postgres-started"));
    }

    [TestMethod]
    public async Task Twenty_applications_can_use_all_their_connections_at_once()
    {
        const int Apps = 20;
        const int Connections = 20;
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication[] apps = await Task.WhenAll(Enumerable.Range(0, Apps).Select(_ => run.StartAsync(Describe)));

        object?[] all = await Task.WhenAll(apps.Select(async app =>
        {

            // 400 connections at once take longer than the 15 s that a client waits by default where the machine is busy.
            await using NpgsqlDataSource pool = NpgsqlDataSource.Create($"{app.ConnectionString("orders")};Timeout=300");
            NpgsqlConnection[] connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => pool.OpenConnectionAsync().AsTask()));
            object? count = await connections[0].ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()");
            await Task.WhenAll(connections.Select(c => c.DisposeAsync().AsTask()));
            return count;
        }));

        Assert.AreEqual(string.Join(' ', Enumerable.Repeat(Connections, Apps)), string.Join(' ', all));
    }

    [TestMethod]
    public async Task A_server_that_was_killed_takes_no_application_down_with_it_that_comes_later()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication before = await run.StartAsync(Describe);
        await Sql.ScalarAsync(before, "orders", "CREATE TABLE kept AS SELECT 1 AS id");
        await Sql.ScalarAsync(before, "orders", "CHECKPOINT");
        await AheadAsync(before, taken: 1);

        Signals.Kill(run.Events("postgres-started")[^1].GetProperty("pid").GetInt32());
        await before.WaitForUnitAsync("postgres", UnitState.Exited);
        RunningApplication after = await run.StartAsync(Describe);
        await before.StartUnitAsync("postgres");

        Assert.AreEqual(1, await Sql.ScalarAsync(before, "orders", "SELECT id FROM kept"));
        Assert.AreEqual("app_1_2", await Sql.ScalarAsync(after, "orders", "SELECT current_database()"));
        Assert.HasCount(1, run.Events("database-template"));
    }

    [TestMethod]
    public async Task Backends_that_are_busy_when_the_server_is_killed_do_not_outlive_its_successors_start()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(Describe);
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");
        object? backend = await connection.ScalarAsync("SELECT pg_backend_pid()");
        Task busy = connection.ScalarAsync("DO $$ BEGIN LOOP END LOOP; END $$");
        await Eventually.IsTrueAsync("the loop to run", async () => (string?)await Sql.ScalarAsync(app, "postgres", $"SELECT state FROM pg_stat_activity WHERE pid = {backend}") == "active");

        Signals.Kill(run.Events("postgres-started")[^1].GetProperty("pid").GetInt32());
        await app.WaitForUnitAsync("postgres", UnitState.Exited);
        await app.StartUnitAsync("postgres");

        Assert.IsFalse(Directory.Exists($"/proc/{backend}"));
        await Assert.ThrowsAsync<NpgsqlException>(() => busy);
    }

    [TestMethod]
    public async Task An_application_that_ends_every_session_of_its_server_stops_nobody()
    {
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        RunningApplication app = await run.StartAsync(Describe);
        await AheadAsync(app, taken: 1);

        await Sql.ScalarAsync(app, "orders", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        RunningApplication[] others = await Task.WhenAll(Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => run.StartAsync(Describe)));

        Assert.AreEqual(1, await Sql.ScalarAsync(others[^1], "orders", "SELECT 1"));
    }

    [TestMethod]
    public async Task The_password_is_in_no_log_no_event_and_no_statement()
    {
        const string Password = "find-me-if-you-can";
        await using TemporaryRun run = TemporaryRun.Start(Lane.Fast);
        foreach (Lane lane in new[] { Lane.Fast, Lane.Real })
        {
            RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres", password: Password).AddDatabase("orders"), lane);
            await Sql.ScalarAsync(app, "orders", "SELECT 1");
        }

        string[] found = [.. Directory.EnumerateFiles(run.Run.Directory, "*", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains(Password, StringComparison.Ordinal))];

        Assert.IsEmpty(found, string.Join('\n', found));
    }

    private static void Describe(TestGroup group) => group.AddPostgres("postgres").AddDatabase("orders");

    private static Task AheadAsync(RunningApplication app, int taken) => Eventually.IsTrueAsync(
        $"{Environment.ProcessorCount} copies ahead of {taken} taken",
        async () => (string)(await Sql.ScalarAsync(app, "postgres", CopiesByName))! == string.Join(' ', Enumerable.Range(1, taken + Environment.ProcessorCount).Select(i => $"app_1_{i}").Order(StringComparer.Ordinal)));
}
