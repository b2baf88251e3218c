using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using TestOrchestrator.Hosting.AppHosts;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Finds the program of Aspire's dashboard. Each app host has one, which its build restores and names in its assembly.</summary>
public static class DashboardProgram
{
    private const string Metadata = "aspiredashboardpath";
    private const string File = "dashboard.json";
    private const string Property = "program";

    private static readonly string[] s_names = ["Aspire.Dashboard", "Aspire.Dashboard.exe", "Aspire.Dashboard.dll"];

    /// <summary>Finds the one of an app host.</summary>
    /// <param name="appHost">The assembly of the app host.</param>
    /// <returns>The path; null if the assembly names none.</returns>
    public static string? Of(Assembly appHost)
    {
        ArgumentNullException.ThrowIfNull(appHost);
        return appHost.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(m => m.Key.Equals(Metadata, StringComparison.OrdinalIgnoreCase))?.Value;
    }

    /// <summary>Writes into the directory of a run which program shows it, so that it can be shown when the run has ended.</summary>
    /// <param name="runDirectory">The directory of the run.</param>
    /// <param name="program">The path of the program.</param>
    public static void Record(string runDirectory, string program)
    {
        using FileStream file = new(Path.Combine(runDirectory, File), FileMode.Create);
        using Utf8JsonWriter json = new(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteString(Property, program);
        json.WriteEndObject();
    }

    /// <summary>
    /// Finds one to show runs with: the first that one of them has recorded and that is there, else the newest in the user's package cache.
    /// </summary>
    /// <param name="runDirectories">The directories of the runs.</param>
    /// <returns>The path.</returns>
    /// <exception cref="AppHostException">There is none on this machine.</exception>
    public static string Find(IEnumerable<string> runDirectories) => Find(runDirectories, PackageCache());

    internal static string Find(IEnumerable<string> runDirectories, string packageCache)
    {
        string[] recorded = [.. runDirectories.Select(d => ReadRecorded(Path.Combine(d, File))).OfType<string>()];
        string package = Path.Combine(packageCache, $"aspire.dashboard.sdk.{RuntimeInformation.RuntimeIdentifier}");
        return Array.Find(recorded, System.IO.File.Exists)
            ?? FindNewest(package)
            ?? throw AppHostException.NoDashboardProgram(recorded.FirstOrDefault(), package);
    }

    private static string? ReadRecorded(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return document.RootElement.TryGetProperty(Property, out JsonElement program) ? program.GetString() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? FindNewest(string package) => !Directory.Exists(package)
        ? null
        : Directory.EnumerateDirectories(package)
            .OrderByDescending(d => Version.TryParse(Path.GetFileName(d), out Version? version) ? version : new())
            .SelectMany(d => s_names.Select(f => Path.Combine(d, "tools", f)))
            .FirstOrDefault(System.IO.File.Exists);

    private static string PackageCache() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } stated
        ? stated
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
