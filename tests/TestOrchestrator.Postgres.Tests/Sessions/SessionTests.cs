using System.Text;
using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.Postgres.Tests.Gateway;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Sessions;

/// <summary>What goes on in a session: the same in every lane. Clients that break off matter where there is a gateway.</summary>
[TestClass]
public sealed class SessionTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_query_that_takes_too_long_can_be_canceled(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");
        string database = (string)(await connection.ScalarAsync("SELECT current_database()"))!;
        using CancellationTokenSource cancel = new();
        Task query = connection.ScalarAsync("SELECT pg_sleep(60)", cancel.Token);
        await Eventually.IsTrueAsync("the query to run", async () => await SleepersAsync(app, database) == 1);

        await cancel.CancelAsync();

        OperationCanceledException e = await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => query.Soon());
        Assert.AreEqual("57014 canceling statement due to user request", e.InnerException is PostgresException p ? $"{p.SqlState} {p.MessageText}" : "no answer of the server");
        Assert.AreEqual("still usable", await connection.ScalarAsync("SELECT 'still usable'"));
    }

    [TestMethod]
    public async Task A_query_whose_client_dies_is_given_up()
    {
        await using RunningApplication app = await Apps.StartAsync("fast", Describe);
        string database = (string)(await Sql.ScalarAsync(app, "orders", "SELECT current_database()"))!;
        using RawClient client = await RawClient.EnterAsync(app, "postgres", "orders");
        await client.SendAsync(PacketBytes.Typed('Q', PacketBytes.Texts("SET client_connection_check_interval = '50ms'; SELECT pg_sleep(60)")));
        await Eventually.IsTrueAsync("the query to run", async () => await SleepersAsync(app, database) == 1);

        client.Abort();

        await Eventually.IsTrueAsync("the query to end", async () => await SleepersAsync(app, database) == 0);
    }

    [TestMethod]
    public async Task A_client_that_says_it_is_done_still_gets_its_rows()
    {
        await using RunningApplication app = await Apps.StartAsync("fast", Describe);
        using RawClient client = await RawClient.EnterAsync(app, "postgres", "orders");

        await client.SendAsync(PacketBytes.Typed('Q', PacketBytes.Texts("SELECT repeat('x', 100000) FROM generate_series(1, 20)")));
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.AreEqual($"T{new string('D', 20)}CZ", await client.ReadUntilAsync('Z'));
        Assert.AreEqual(0, await client.ReadToEndAsync());
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task A_session_that_the_server_ends_ends_with_the_servers_words(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");
        object? pid = await connection.ScalarAsync("SELECT pg_backend_pid()");

        await Sql.ScalarAsync(app, "orders", $"SELECT pg_terminate_backend({pid})");

        PostgresException e = await Assert.ThrowsExactlyAsync<PostgresException>(() => connection.ScalarAsync("SELECT 1"));
        Assert.AreEqual("57P01 terminating connection due to administrator command", $"{e.SqlState} {e.MessageText}");
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Results_of_many_rows_and_of_great_values_arrive_whole(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");
        await using NpgsqlCommand command = new("SELECT i, md5(i::text), repeat('ä', i % 100) FROM generate_series(1, 100000) AS i", connection);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();

        int count = 0;
        long characters = 0;
        while (await rows.ReadAsync())
        {
            Assert.AreEqual(++count, rows.GetInt32(0));
            characters += rows.GetString(1).Length + rows.GetString(2).Length;
        }

        await rows.DisposeAsync();
        Assert.AreEqual((100_000, 100_000L * 32 + 1000L * 4950), (count, characters));
        Assert.AreEqual(30_000_000, ((string)(await connection.ScalarAsync("SELECT repeat('abc', 10000000)"))!).Length);
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task COPY_goes_in_and_out(string lane)
    {
        const int Rows = 50_000;
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection connection = await Sql.OpenAsync(app, "orders");
        await connection.ScalarAsync("CREATE TABLE items (id int, name text)");

        await using (NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync("COPY items FROM STDIN (FORMAT BINARY)"))
        {
            for (int i = 0; i < Rows; i++)
            {
                await import.StartRowAsync();
                await import.WriteAsync(i);
                await import.WriteAsync($"item {i}");
            }

            Assert.AreEqual((ulong)Rows, await import.CompleteAsync());
        }

        StringBuilder text = new();
        using (TextReader export = await connection.BeginTextExportAsync("COPY (SELECT * FROM items ORDER BY id) TO STDOUT"))
        {
            text.Append(await export.ReadToEndAsync());
        }

        Assert.AreEqual(string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i}\titem {i}\n")), text.ToString());
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Notifications_reach_other_sessions_of_the_application_alone(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);
        await using RunningApplication other = await Apps.StartAsync(lane, Describe);
        await using NpgsqlConnection listener = await Sql.OpenAsync(app, "orders");
        List<string> heard = [];
        listener.Notification += (_, e) => heard.Add(e.Payload);
        await listener.ScalarAsync("LISTEN news");

        await Sql.ScalarAsync(other, "orders", "NOTIFY news, 'of another application'");
        await Sql.ScalarAsync(app, "orders", "NOTIFY news, 'of this one'");
        await listener.WaitAsync().Soon();

        Assert.AreEqual("of this one", string.Join(',', heard));
    }

    private static void Describe(TestGroup group) => group.AddPostgres("postgres").AddDatabase("orders");

    private static async Task<long> SleepersAsync(RunningApplication app, string database) => (long)(await Sql.ScalarAsync(
        app,
        "orders",
        $"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(60)%' AND state = 'active' AND datname = '{database}' AND pid <> pg_backend_pid()"))!;
}
