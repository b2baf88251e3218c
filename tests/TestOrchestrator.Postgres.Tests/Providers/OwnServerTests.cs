using System.Globalization;
using System.Net;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.Postgres.Tests.Gateway;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Providers;

/// <summary>What only a server of the application's own can promise.</summary>
[TestClass]
public sealed class OwnServerTests
{
    [TestMethod]
    public async Task Every_application_has_a_process_and_a_data_directory_of_its_own()
    {
        await using RunningApplication one = await Apps.StartAsync("real", Describe);
        await using RunningApplication other = await Apps.StartAsync("real", Describe);

        const string DataDirectory = "SELECT current_setting('data_directory')";
        Assert.AreEqual(Path.Combine(one.StateDirectory, "postgres"), await Sql.ScalarAsync(one, "orders", DataDirectory));
        Assert.AreEqual(Path.Combine(other.StateDirectory, "postgres"), await Sql.ScalarAsync(other, "orders", DataDirectory));
        Assert.AreNotEqual(one.Units["postgres"].Process, other.Units["postgres"].Process);
    }

    [TestMethod]
    public async Task It_listens_on_its_applications_address_and_on_no_other()
    {
        await using RunningApplication app = await Apps.StartAsync("real", b =>
        {
            b.AddPostgres("postgres");
            b.AddPostgres("wish", port: 6000);
            b.AddPostgres("second");
        });

        foreach (string server in new[] { "postgres", "wish", "second" })
        {
            Assert.AreEqual(app.GetEndpoint(server).Address.ToString(), string.Join(' ', ListeningOn(app.Units[server].Process!.Value.Pid)), server);
        }

        Assert.AreEqual((5432, 6000), (app.GetEndpoint("postgres").Address.Port, app.GetEndpoint("wish").Address.Port));
    }

    [TestMethod]
    public async Task It_asks_for_the_password_by_SCRAM_and_does_not_know_it()
    {
        await using RunningApplication app = await Apps.StartAsync("real", b => b.AddPostgres("postgres", password: "secret").AddDatabase("orders"));
        using RawClient client = await RawClient.ConnectAsync(app.GetEndpoint("postgres").Address);
        await client.SendAsync(PacketBytes.Start("postgres", "orders"));

        (char type, string text) = await client.ReadAsync();
        string? stored = (string?)await Sql.ScalarAsync(app, "orders", "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'");

        Assert.AreEqual("R \0\0\0\nSCRAM-SHA-256\0\0", $"{type} {text}");
        StringAssert.Matches(stored, new("^SCRAM-SHA-256\\$4096:[A-Za-z0-9+/=]{24}\\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$"));
    }

    [TestMethod]
    public async Task What_concerns_the_whole_server_concerns_no_other_application()
    {
        await using RunningApplication one = await Apps.StartAsync("real", Describe);
        await using RunningApplication other = await Apps.StartAsync("real", Describe);

        await Sql.ScalarAsync(one, "orders", "CREATE ROLE reader LOGIN PASSWORD 'secret'");
        await Sql.ScalarAsync(one, "orders", "ALTER SYSTEM SET work_mem = '77MB'");
        await Sql.ScalarAsync(one, "orders", "CREATE DATABASE more");
        await one.RestartUnitAsync("postgres");

        const string State = "SELECT concat_ws(' ', current_setting('work_mem'), (SELECT count(*) FROM pg_roles WHERE rolname = 'reader'), (SELECT count(*) FROM pg_database))";
        Assert.AreEqual("77MB 1 5", await Sql.ScalarAsync(one, "orders", State));
        Assert.AreEqual("4MB 0 4", await Sql.ScalarAsync(other, "orders", State));
        Assert.AreEqual("reader", await Sql.ScalarAsync(one, "orders", "SELECT current_user", s => (s.Username, s.Password, s.Database) = ("reader", "secret", "more")));
    }

    private static void Describe(TestGroup group) => group.AddPostgres("postgres").AddDatabase("orders");

    /// <summary>Lists the addresses that a process listens on.</summary>
    /// <remarks>
    /// /proc/PID/net/tcp, without its heading, has address and port in hexadecimal (the address in the machine's order), 0A for listening, and the inode:
    /// <c>0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 1 …</c>
    /// </remarks>
    private static IEnumerable<string> ListeningOn(int pid)
    {
        HashSet<string> own = [.. Directory.EnumerateFiles($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "")];
        foreach (string file in new[] { "tcp", "tcp6" })
        {
            foreach (string[] columns in File.ReadLines($"/proc/{pid}/net/{file}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                if (columns[3] == "0A" && own.Contains($"socket:[{columns[9]}]"))
                {
                    string[] address = columns[1].Split(':');
                    yield return new IPEndPoint(new IPAddress(Convert.FromHexString(address[0]).Reverse().ToArray()), int.Parse(address[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
                }
            }
        }
    }
}
