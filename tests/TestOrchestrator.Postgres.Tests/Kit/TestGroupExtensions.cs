using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Kit;

/// <summary>Adds PostgreSQL servers to groups, and knows how to connect to them.</summary>
internal static class TestGroupExtensions
{
    private const int WellKnownPort = 5432;

    // The variables that each server was started with, by application and unit.
    private static readonly ConcurrentDictionary<(string Application, string Unit), IReadOnlyDictionary<string, string>> s_started = new();

    /// <summary>Adds a server as Aspire's package describes it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">The name of the unit.</param>
    /// <param name="userName">The superuser; the default is that of the image.</param>
    /// <param name="password">The password; the default is a random one.</param>
    /// <param name="port">The port that it would like to have.</param>
    public static TestServer AddPostgres(this TestGroup group, string name, string? userName = null, string? password = null, int? port = null)
    {
        TestUnit unit = group.Add(new()
        {
            Name = name,
            Kind = "PostgresServer",
            Provider = new PostgresServerProvider(),
            Endpoints = [new() { Name = "tcp", Port = port, OwnAddressPort = WellKnownPort }],
        });
        TestServer server = new TestServer(group, unit)
            .WithEnvironment("POSTGRES_PASSWORD", password ?? $"{Guid.NewGuid():N}")
            .WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256");
        return userName is null ? server : server.WithEnvironment("POSTGRES_USER", userName);
    }

    /// <summary>Makes the connection string of a server or a database, as an application would get it.</summary>
    public static string ConnectionString(this RunningApplication app, string name) =>
        ConnectionString(app.Group, app.Id, name, server => app.GetEndpoint(server).Address);

    /// <summary>Makes the connection string of a server or a database for a unit that waits for it.</summary>
    public static string ConnectionString(UnitContext context, string name) =>
        ConnectionString(context.Group, context.ApplicationId, name, server => context.GetEndpoint(server, "tcp").Address);

    /// <summary>Gets the password that a server was started with.</summary>
    public static string Password(this RunningApplication app, string server) => s_started[(app.Id, server)]["POSTGRES_PASSWORD"];

    internal static void Remember(UnitContext context, IReadOnlyDictionary<string, string> variables) =>
        s_started[(context.ApplicationId, context.Unit.Name)] = variables;

    private static string ConnectionString(GroupDefinition group, string application, string name, Func<string, IPEndPoint> addressOf)
    {
        PostgresDatabaseProvider? database = group.Get(name).Provider as PostgresDatabaseProvider;
        string server = database?.Server ?? name;
        IPEndPoint address = addressOf(server);
        IReadOnlyDictionary<string, string> variables = s_started[(application, server)];
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.Address.ToString(),
            Port = address.Port,
            Username = variables.GetValueOrDefault("POSTGRES_USER", "postgres"),
            Password = variables.GetValueOrDefault("POSTGRES_PASSWORD"),
            Database = database?.Database.DatabaseName,
        }.ConnectionString;
    }
}
