using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Sessions;

/// <summary>Who gets in, and what the others are told: the same in every lane.</summary>
[TestClass]
public sealed class LoginTests
{
    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Who_does_not_get_in_is_told_why_in_PostgreSQLs_own_codes(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);

        Assert.AreEqual("28P01 password authentication failed for user \"postgres\"", await RefusalAsync(app, s => s.Password = "wrong"));
        Assert.AreEqual("28P01 password authentication failed for user \"nobody\"", await RefusalAsync(app, s => s.Username = "nobody"));
        Assert.AreEqual("3D000 database \"nowhere\" does not exist", await RefusalAsync(app, s => s.Database = "nowhere"));
        Assert.AreEqual("28P01 password authentication failed for user \"postgres\"", await RefusalAsync(app, s => (s.Password, s.Database) = ("wrong", "nowhere")));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task The_password_of_another_application_does_not_open_it(string lane)
    {
        await using RunningApplication one = await Apps.StartAsync(lane, Describe);
        await using RunningApplication other = await Apps.StartAsync(lane, Describe);
        string password = other.Password("postgres");

        Assert.AreEqual("28P01 password authentication failed for user \"postgres\"", await RefusalAsync(one, s => s.Password = password));
    }

    [TestMethod]
    [DataRow("fast", "Prefer")]
    [DataRow("fast", "Allow")]
    [DataRow("fast", "Disable")]
    [DataRow("real", "Prefer")]
    public async Task Clients_that_would_like_encryption_go_on_without(string lane, string mode)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);

        Assert.AreEqual(1, await Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.SslMode = Enum.Parse<SslMode>(mode)));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Clients_that_insist_on_encryption_are_told_that_there_is_none(string lane)
    {
        await using RunningApplication app = await Apps.StartAsync(lane, Describe);

        NpgsqlException e = await Assert.ThrowsExactlyAsync<NpgsqlException>(() => Sql.ScalarAsync(app, "orders", "SELECT 1", s => s.SslMode = SslMode.Require));

        Assert.AreEqual("SSL connection requested. No SSL enabled connection from this host is configured.", e.Message);
    }

    private static void Describe(TestGroup group) => group.AddPostgres("postgres").AddDatabase("orders");

    private static async Task<string> RefusalAsync(RunningApplication app, Action<NpgsqlConnectionStringBuilder> change)
    {
        PostgresException e = await Assert.ThrowsExactlyAsync<PostgresException>(() => Sql.OpenAsync(app, "orders", change));
        Assert.AreEqual("FATAL", e.Severity);
        return $"{e.SqlState} {e.MessageText}";
    }
}
