using System.Globalization;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Finds processes by a text in their environment, which everything that they start inherits. Zombies do not count.</summary>
public static class MarkedProcesses
{
    /// <summary>Lists the processes whose environment has exactly <paramref name="variable"/>, as in <c>NAME=value</c>: pid and command line.</summary>
    public static IReadOnlyList<string> With(string variable) =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           let pid = int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int number) ? number : 0
           where pid > 0 && Read($"{directory}/environ").Split('\0').Contains(variable)
           where !IsZombie(Read($"{directory}/stat"))
           select $"{pid} {Read($"{directory}/cmdline").TrimEnd('\0').Replace('\0', ' ')}",
    ];

    /// <summary>Tells whether a process is there and is not a zombie.</summary>
    public static bool IsAlive(int pid) => Read($"/proc/{pid}/stat") is { Length: > 0 } stat && !IsZombie(stat);

    // 4242 (my (odd) name) Z 1 …; a process that is gone has no text at all.
    private static bool IsZombie(string stat) => stat.Length == 0 || stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
