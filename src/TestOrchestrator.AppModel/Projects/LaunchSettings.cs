using System.Collections.Immutable;
using System.Text.Json;

namespace TestOrchestrator.AppModel.Projects;

/// <summary>Reads <c>Properties/launchSettings.json</c>, whose schema is json.schemastore.org/launchsettings.json.</summary>
internal sealed record LaunchSettings
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public required string File { get; init; }

    public required bool Exists { get; init; }

    public ImmutableArray<LaunchProfile> Profiles { get; init; } = [];

    /// <summary>Gets why the file could not be read; null if it could, or is not there.</summary>
    public string? Problem { get; init; }

    public static LaunchSettings Read(string projectPath)
    {
        string file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!System.IO.File.Exists(file))
        {
            return new() { File = file, Exists = false };
        }

        try
        {
            using FileStream stream = System.IO.File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream, s_options);
            return new() { File = file, Exists = true, Profiles = ParseProfiles(document.RootElement) };
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return new() { File = file, Exists = true, Problem = e.Message };
        }
    }

    /// <summary>Chooses where none is asked for: the host's own if the project has one of that name, else, as 'dotnet run' does, the first that starts the project.</summary>
    public LaunchProfile? Default(string? ofHost) => Named(ofHost) ?? Profiles.FirstOrDefault(p => p.CommandName == "Project");

    public LaunchProfile? Named(string? name) => Profiles.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));

    private static ImmutableArray<LaunchProfile> ParseProfiles(JsonElement root) =>
    [
        .. Properties(root, "profiles").Select(p => new LaunchProfile
        {
            Name = p.Name,
            CommandName = Text(p.Value, "commandName"),
            CommandLineArgs = Text(p.Value, "commandLineArgs"),
            ApplicationUrl = Text(p.Value, "applicationUrl"),
            EnvironmentVariables = ImmutableDictionary.CreateRange(Properties(p.Value, "environmentVariables")
                .GroupBy(v => v.Name, v => v.Value.GetString() ?? "")
                .Select(v => KeyValuePair.Create(v.Key, v.Last()))),
        }),
    ];

    private static IEnumerable<JsonProperty> Properties(JsonElement owner, string property) =>
        owner.TryGetProperty(property, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.EnumerateObject() : [];

    private static string Text(JsonElement profile, string property) =>
        profile.TryGetProperty(property, out JsonElement value) ? value.GetString() ?? "" : "";
}
