using System.Reflection;
using System.Text.Json;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>The project that an app host was built from. Immutable.</summary>
public sealed record AppHostProject
{
    // Written by Aspire's SDK into every app host, and by our build files into test projects.
    private static readonly string[] s_directoryKeys = ["apphostprojectpath", "TestOrchestrator.ProjectDirectory"];

    private AppHostProject(Assembly assembly, string directory)
    {
        Assembly = assembly;
        Directory = directory;
    }

    /// <summary>Gets the app host's assembly.</summary>
    internal Assembly Assembly { get; }

    /// <summary>Gets the directory of the project file; where that is not on this machine, the directory of the program.</summary>
    public string Directory { get; }

    /// <summary>Gets the name of the assembly.</summary>
    internal string Name => Assembly.GetName().Name ?? "apphost";

    /// <summary>Finds the project of an assembly.</summary>
    /// <param name="assembly">The assembly of an app host or of a test project.</param>
    /// <returns>The project.</returns>
    public static AppHostProject Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        string? directory = assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(m => s_directoryKeys.Contains(m.Key, StringComparer.OrdinalIgnoreCase))?.Value;
        return new(assembly, directory is not null && System.IO.Directory.Exists(directory) ? Path.TrimEndingDirectorySeparator(directory) : AppContext.BaseDirectory);
    }

    /// <summary>Reads the environment variables of a launch profile of the app host, as <c>dotnet run</c> would set them.</summary>
    /// <param name="profile">The name of the profile; null for the first one.</param>
    /// <returns>The variables, with <c>DOTNET_LAUNCH_PROFILE</c>; empty if there is no such profile.</returns>
    internal IReadOnlyDictionary<string, string> ReadLaunchVariables(string? profile)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        string file = Path.Combine(Directory, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return variables;
        }

        using FileStream stream = File.OpenRead(file);
        using JsonDocument settings = JsonDocument.Parse(stream, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        if (!settings.RootElement.TryGetProperty("profiles", out JsonElement profiles)
            || profiles.EnumerateObject().FirstOrDefault(p => profile is null || p.Name == profile) is not { Value.ValueKind: JsonValueKind.Object } found)
        {
            return variables;
        }

        variables["DOTNET_LAUNCH_PROFILE"] = found.Name;
        if (found.Value.TryGetProperty("environmentVariables", out JsonElement set))
        {
            foreach (JsonProperty variable in set.EnumerateObject())
            {
                variables[variable.Name] = variable.Value.ToString();
            }
        }

        return variables;
    }
}
