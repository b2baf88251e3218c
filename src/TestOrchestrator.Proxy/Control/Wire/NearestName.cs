namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
internal static class NearestName
{
    /// <summary>The name that needs the fewest letters changed; <see langword="null"/> when none is near.</summary>
    public static string? Of(string given, IEnumerable<string> known)
    {
        (string Name, int Distance) best = known.Select(k => (Name: k, Distance: Distance(given.ToLowerInvariant(), k))).DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(k => k.Distance);
        return best.Distance <= Math.Max(1, given.Length / 2) ? best.Name : null;
    }

    // Levenshtein's, a row at a time.
    private static int Distance(string from, string to)
    {
        // Nobody mistypes a name of this length.
        const int Longest = 100;
        if (from.Length > Longest)
        {
            return int.MaxValue;
        }

        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
