namespace TestOrchestrator.Engine.Tools;

/// <summary>Finds directories by a path in which a part may be a pattern, as in <c>/usr/lib/postgresql/*/bin</c>.</summary>
internal static class DirectoryPattern
{
    /// <summary>Finds the directories, the greatest version first: <c>16</c> before <c>9.6</c>.</summary>
    public static IEnumerable<string> Find(string pattern)
    {
        IEnumerable<string> found = ["/"];
        foreach (string part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.Contains('*')
                ? found.SelectMany(directory => Below(directory, part))
                : found.Select(directory => Path.Combine(directory, part)).Where(Directory.Exists);
        }

        return found;
    }

    private static IEnumerable<string> Below(string directory, string pattern) =>
        Directory.EnumerateDirectories(directory, pattern).OrderByDescending(VersionOf).ThenByDescending(path => path, StringComparer.Ordinal);

    private static Version VersionOf(string path)
    {
        string digits = new([.. Path.GetFileName(path).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(digits.Contains('.') ? digits : $"{digits}.0", out Version? version) ? version : new();
    }
}
