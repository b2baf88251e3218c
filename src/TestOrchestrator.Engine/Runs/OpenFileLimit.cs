using System.Globalization;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Runs;

/// <summary>
/// How many files, sockets included, this process may have open. The runtime raises the soft limit to the hard one by itself.
/// </summary>
public static class OpenFileLimit
{
    // With fewer, the runtime cannot even load the assemblies with which an error would be told.
    private const long Least = 256;

    private const string Limits = "/proc/self/limits";
    private const int Hard = 4;

    /// <summary>Gets the limit.</summary>
    /// <value>Null if there is none, or none can be read.</value>
    public static long? Current => OperatingSystem.IsLinux() ? Read(File.ReadLines(Limits)) : null;

    /// <exception cref="EngineException">It is too low for any run.</exception>
    internal static void Check()
    {
        if (Current is { } limit and < Least)
        {
            throw new EngineException("TO1511", $"This process may have {limit} files open, and a run needs at least {Least}. Raise the limit: 'ulimit -n {Least}' or more.");
        }
    }

    /// <returns>The limit; null if there is none.</returns>
    internal static long? Read(IEnumerable<string> limits)
    {
        // Max open files            1024                 524288               files
        string? line = limits.FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        string[] fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length > Hard && long.TryParse(fields[Hard], CultureInfo.InvariantCulture, out long hard) ? hard : null;
    }
}
