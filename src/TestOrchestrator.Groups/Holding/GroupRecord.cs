using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Groups.Modelling;

namespace TestOrchestrator.Groups.Holding;

/// <summary>What a group is: <c>group.json</c> in its directory. The format has a version. No secrets.</summary>
internal sealed record GroupRecord
{
    public int Version { get; init; } = 1;

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The directory that it was created from.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset Created { get; init; }

    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where it was the last time that it was held.</summary>
    public string? Address { get; init; }

    /// <summary>The ports that it had, by process and port: <c>web/http</c>.</summary>
    public ImmutableSortedDictionary<string, int> Ports { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public static GroupRecord Read(string directory)
    {
        try
        {
            GroupRecord? record = JsonSerializer.Deserialize<GroupRecord>(File.ReadAllBytes(GroupPaths.Record(directory)), GroupJson.Indented);
            return record switch
            {
                { Version: 1 } => record,
                _ => throw GroupErrors.NotAGroup(directory, $"its group.json has the version {record?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}, and this program reads version 1."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw GroupErrors.NotAGroup(directory, e.Message);
        }
    }

    public void Write(string directory) =>
        WholeFile.Write(GroupPaths.Record(directory), JsonSerializer.SerializeToUtf8Bytes(this, GroupJson.Indented));

    /// <summary>Puts together what the group is, its secrets included.</summary>
    public GroupPlace PlaceAt(string directory)
    {
        Dictionary<string, string> parameters = new(Parameters, StringComparer.Ordinal);
        string secrets = GroupPaths.Secrets(directory);
        if (File.Exists(secrets))
        {
            foreach ((string name, string value) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(secrets)) ?? [])
            {
                parameters[name] = value;
            }
        }

        return new() { Id = Id, Name = Name, Directory = directory, Parameters = parameters };
    }
}
