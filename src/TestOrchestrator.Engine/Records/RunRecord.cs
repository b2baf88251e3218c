using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Records;

/// <summary>What the directory of a run tells of it, whether it goes on or has ended. Immutable.</summary>
public sealed record RunRecord
{
    /// <summary>Gets the directory of the run: a full path.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the id, which is also the name of the directory.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what ran: the name of a test project or an app host.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the lane.</summary>
    public required string Lane { get; init; }

    /// <summary>Gets when it was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Gets when it had ended; null as long as it goes on, or if its end was not written.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Gets its applications, in the order in which they were started.</summary>
    public required ImmutableArray<ApplicationRecord> Applications { get; init; }

    /// <summary>Gets how many tests have passed.</summary>
    public int Passed => Applications.Sum(a => a.Passed);

    /// <summary>Gets how many tests have failed.</summary>
    public int Failed => Applications.Sum(a => a.Failed);

    /// <summary>Tells whether a directory is that of a run.</summary>
    /// <param name="directory">The directory.</param>
    public static bool IsIn(string directory) => File.Exists(Path.Combine(directory, RunDirectory.RunFileName));

    /// <summary>Reads a run.</summary>
    /// <param name="directory">Its directory.</param>
    /// <returns>The run, as far as it has been written.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="JsonException">A file is not what a run writes.</exception>
    public static RunRecord Read(string directory)
    {
        using RunReader reader = new(directory);
        return reader.Read();
    }

    internal static JsonDocument ReadDocument(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return JsonDocument.Parse(file);
    }

    internal static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
