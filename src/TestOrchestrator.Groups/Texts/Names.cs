namespace TestOrchestrator.Groups.Texts;

/// <summary>What a message says about a name that is not there: the nearest one that is, and all of them.</summary>
internal static class Names
{
    private const int LongestCompared = 64;

    /// <summary>The known name that was probably meant.</summary>
    /// <returns><see langword="null"/> when none is near enough to be a slip of the fingers.</returns>
    public static string? Nearest(string wanted, IEnumerable<string> known)
    {
        if (wanted.Length > LongestCompared)
        {
            return null;
        }

        return known
            .Where(name => name.Length <= LongestCompared)
            .Select(name => (name, distance: string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(wanted, name)))
            .Where(candidate => candidate.distance <= Math.Max(wanted.Length, candidate.name.Length) / 3)
            .OrderBy(candidate => candidate.distance)
            .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Select(candidate => candidate.name)
            .FirstOrDefault();
    }

    public static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));

    // The number of letters to insert, remove, replace or swap with their neighbour.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                cost[i, j] = Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
