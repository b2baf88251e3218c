using System.Globalization;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Migrations;

/// <summary>Runs SQL files against a database.</summary>
internal static class MigrationRunner
{
    public static async Task RunAsync(ServerSession session, SqlFiles files, CancellationToken cancellationToken)
    {
        foreach ((string path, string text) in files.Files)
        {
            try
            {
                // What the file before has set, such as a search path, is not meant for this one.
                await session.ExecuteAsync("DISCARD ALL", cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(text, cancellationToken).ConfigureAwait(false);
            }
            catch (SqlException e)
            {
                throw new EngineException("TO1601", $"'{path}' failed {Where(text, e)}: {e.Message}", e);
            }

            if (session.IsInTransaction)
            {
                throw new EngineException("TO1601", $"'{path}' failed at its end: it leaves a transaction open, and what it did would be lost. End it with COMMIT.");
            }
        }
    }

    private static string Where(string text, SqlException e) => e.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"in line {1 + text.EnumerateRunes().Take(position - 1).Count(rune => rune.Value == '\n')}")
        : string.Create(CultureInfo.InvariantCulture, $"in its statement {e.Completed + 1}");
}
