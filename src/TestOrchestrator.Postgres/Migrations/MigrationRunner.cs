using Npgsql;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Postgres.Migrations;

/// <summary>Runs SQL files against a database.</summary>
internal static class MigrationRunner
{
    public static async Task RunAsync(NpgsqlConnection connection, SqlFiles files, CancellationToken cancellationToken)
    {
        foreach ((string path, string text) in files.Files)
        {
            try
            {
#pragma warning disable CA2100 // The text is the user's own migration.
                using NpgsqlCommand command = new(text, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw new EngineException(
                    "TO1601",
                    $"'{path}' failed{(e.Position > 0 ? $" near line {LineOf(text, e.Position)}" : "")}: {e.SqlState}: {e.MessageText}.{(e.Detail is { } detail ? $" {detail}" : "")}{(e.Hint is { } hint ? $" {hint}" : "")}",
                    e);
            }
        }
    }

    // The position counts characters from 1 within one statement of the file; with several statements it is a lower bound.
    private static int LineOf(string text, int position) => 1 + text.AsSpan(0, Math.Min(position - 1, text.Length)).Count('\n');
}
