using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit.Applications;
using TestOrchestrator.TestKit.Providers;

namespace TestOrchestrator.Postgres.Tests.Providers;

public abstract class PostgresContract : UnitProviderContract
{
    private const string Database = "database";

    protected override void Add(TestGroup group) => group.AddPostgres(Subject).AddDatabase(Database);

    protected override async Task WriteAsync(RunningApplication app, string text) =>
        await Sql.ScalarAsync(app, Database, $"CREATE TABLE kept AS SELECT '{text}' AS text");

    protected override async Task<string?> ReadAsync(RunningApplication app)
    {
        try
        {
            return (string?)await Sql.ScalarAsync(app, Database, "SELECT text FROM kept");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }
}
