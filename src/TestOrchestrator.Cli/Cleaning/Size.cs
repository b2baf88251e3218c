using System.Globalization;

namespace TestOrchestrator.Cli.Cleaning;

/// <summary>Sizes of files, for people.</summary>
internal static class Size
{
    private static readonly string[] s_units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {s_units[unit]}");
    }

    public static long OfDirectory(string path) => !Directory.Exists(path) ? 0
        : new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(f => f.Length);
}
