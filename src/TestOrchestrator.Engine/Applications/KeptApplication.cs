using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// What was kept of an application: the data of its servers, where it was, and the arguments of its app host. It lies in
/// <c>kept</c> in the application's directory; the format of <c>kept.json</c> has a version. No secrets. Immutable.
/// </summary>
public sealed record KeptApplication
{
    /// <summary>
    /// The environment variable by which an app host is told to continue an application that was kept: its directory in its run directory.
    /// </summary>
    public const string Variable = "TESTORCHESTRATOR_REOPEN";

    private const string DirectoryName = "kept";
    private const string FileName = "kept.json";
    private const int Version = 1;

    /// <summary>Gets the directory, which has one directory per resource that kept something.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the loopback address that the application had.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Gets the arguments of its app host.</summary>
    public required ImmutableArray<string> Args { get; init; }

    /// <summary>Reads what was kept.</summary>
    /// <param name="applicationDirectory">The directory of the application in its run directory.</param>
    /// <returns>What was kept.</returns>
    /// <exception cref="EngineException">Nothing was, or it cannot be read.</exception>
    public static KeptApplication Read(string applicationDirectory)
    {
        string directory = Path.Combine(Path.GetFullPath(applicationDirectory), DirectoryName);
        string file = Path.Combine(directory, FileName);
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument kept = JsonDocument.Parse(stream);
            return new()
            {
                Directory = directory,
                Address = IPAddress.Parse(kept.RootElement.GetProperty("address").GetString()!),
                Args = [.. kept.RootElement.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException)
        {
            throw new EngineException("TO1412", $"'{applicationDirectory}' is not the directory of an application that was kept: '{file}' cannot be read: {e.Message}", e);
        }
    }

    internal static KeptApplication Create(RunningApplication application, IEnumerable<string> args)
    {
        KeptApplication kept = new() { Directory = Path.Combine(application.Directory, DirectoryName), Address = application.Address, Args = [.. args] };
        PrivateDirectory.Create(kept.Directory);
        using FileStream file = File.Create(Path.Combine(kept.Directory, FileName));
        using Utf8JsonWriter json = new(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("address", kept.Address.ToString());
        json.WriteStartArray("args");
        foreach (string argument in kept.Args)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return kept;
    }

    internal string DirectoryOf(string instance) => Path.Combine(Directory, instance);
}
