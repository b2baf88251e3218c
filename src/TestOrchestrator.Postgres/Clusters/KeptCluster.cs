using System.Collections.Immutable;
using System.Text.Json;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// Where the databases of a kept application are: in a copy of a server's data directory, which several applications may share, each under
/// a name of the server's. The format of <c>postgres.json</c> has a version. Immutable.
/// </summary>
internal sealed record KeptCluster
{
    private const string FileName = "postgres.json";
    private const int Version = 1;

    /// <summary>The copy of the data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The server's name of each database by the application's.</summary>
    public required ImmutableDictionary<string, string> Databases { get; init; }

    public static KeptCluster Read(string directory)
    {
        using FileStream file = File.OpenRead(Path.Combine(directory, FileName));
        using JsonDocument kept = JsonDocument.Parse(file);
        return new()
        {
            DataDirectory = Path.GetFullPath(kept.RootElement.GetProperty("data").GetString()!, directory),
            Databases = kept.RootElement.GetProperty("databases").EnumerateObject().ToImmutableDictionary(d => d.Name, d => d.Value.GetString()!),
        };
    }

    public void Write(string directory)
    {
        using FileStream file = File.Create(Path.Combine(directory, FileName));
        using Utf8JsonWriter json = new(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);

        // Relative, so that a run directory can be moved, such as by a job that uploads it.
        json.WriteString("data", Path.GetRelativePath(directory, DataDirectory));
        json.WriteStartObject("databases");
        foreach ((string name, string inServer) in Databases)
        {
            json.WriteString(name, inServer);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
