using System.Globalization;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// What a server writes to <c>postmaster.pid</c>: its pid in line 1, and <c>ready</c> in line 8 when it takes connections. Immutable.
/// </summary>
internal sealed record PidFile
{
    public required int Pid { get; init; }

    public required bool IsReady { get; init; }

    /// <summary>Reads the file of a data directory.</summary>
    /// <returns>What it says; null if there is none, or if it is only being written.</returns>
    public static PidFile? Read(string dataDirectory)
    {
        try
        {
            string[] lines = File.ReadAllLines(Path.Combine(dataDirectory, "postmaster.pid"));
            return lines.Length >= 8
                ? new() { Pid = int.Parse(lines[0], CultureInfo.InvariantCulture), IsReady = lines[7].Trim() == "ready" }
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
