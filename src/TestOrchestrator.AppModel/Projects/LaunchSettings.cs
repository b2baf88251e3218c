using System.Collections.Immutable;
using System.Text.Json;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>Reads <c>Properties/launchSettings.json</c>, whose schema is json.schemastore.org/launchsettings.json.</summary>
internal sealed record LaunchSettings
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public required string File { get; init; }

    public ImmutableArray<LaunchProfile> Profiles { get; init; } = [];

    /// <summary>Gets why the file could not be read; null if it could, or is not there.</summary>
    public string? Problem { get; init; }

    public static LaunchSettings Read(string projectPath)
    {
        string file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!System.IO.File.Exists(file))
        {
            return new() { File = file };
        }

        try
        {
            using FileStream stream = System.IO.File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream, s_options);
            return new() { File = file, Profiles = ParseProfiles(document.RootElement) };
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return new() { File = file, Problem = e.Message };
        }
    }

    /// <summary>Chooses as 'dotnet run' does: the profile asked for, else the host's own if the project has one of that name, else the first that starts the project.</summary>
    public LaunchProfile? Choose(string? asked, string? ofHost) =>
        Named(asked) ?? (asked is not null ? null : Named(ofHost) ?? Profiles.FirstOrDefault(p => p.CommandName == "Project"));

    private LaunchProfile? Named(string? name) => Profiles.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));

    private static ImmutableArray<LaunchProfile> ParseProfiles(JsonElement root) => root.TryGetProperty("profiles", out JsonElement profiles)
        ? [.. profiles.EnumerateObject().Select(p => new LaunchProfile
        {
            Name = p.Name,
            CommandName = Text(p.Value, "commandName"),
            CommandLineArgs = Text(p.Value, "commandLineArgs"),
            ApplicationUrl = Text(p.Value, "applicationUrl"),
            EnvironmentVariables = p.Value.TryGetProperty("environmentVariables", out JsonElement variables)
                ? variables.EnumerateObject().ToImmutableDictionary(v => v.Name, v => v.Value.GetString() ?? "")
                : ImmutableDictionary<string, string>.Empty,
        })]
        : [];

    private static string Text(JsonElement profile, string property) =>
        profile.TryGetProperty(property, out JsonElement value) ? value.GetString() ?? "" : "";
}
