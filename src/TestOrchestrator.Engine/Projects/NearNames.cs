namespace TestOrchestrator.Engine.Projects;

/// <summary>Finds what somebody may have meant by a name that does not exist.</summary>
internal static class NearNames
{
    /// <summary>
    /// Finds the names that contain the one that was asked for, are contained in it, or differ from it by a quarter of its letters at most.
    /// </summary>
    /// <returns>The names, the nearest first.</returns>
    public static IReadOnlyList<string> Of(string asked, IEnumerable<string> known) =>
    [
        .. known
            .Select(name => (Name: name, Distance: Distance(asked.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Distance <= (asked.Length + 3) / 4
                || n.Name.Contains(asked, StringComparison.OrdinalIgnoreCase)
                || asked.Contains(n.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name),
    ];

    // How many letters to insert, remove or replace: Levenshtein's distance, with one row of his table at a time.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
