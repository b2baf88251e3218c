using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Postgres.Migrations;

/// <summary>
/// The SQL files of directories in the order in which they are run: directory by directory, by ordinal file name. Immutable.
/// </summary>
internal sealed class SqlFiles
{
    private SqlFiles(ImmutableArray<(string Path, string Text)> files)
    {
        Files = files;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, string text) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}\0{text}\0"));
        }

        Hash = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    public static SqlFiles None { get; } = new([]);

    public ImmutableArray<(string Path, string Text)> Files { get; }

    /// <summary>What two sets of files have in common only if they are the same.</summary>
    public string Hash { get; }

    public static SqlFiles Read(IEnumerable<string> directories) => new(
    [
        .. from directory in directories
           from path in Directory.EnumerateFiles(directory, "*.sql").Order(StringComparer.Ordinal)
           select (path, File.ReadAllText(path)),
    ]);

    public static IEnumerable<DefinitionProblem> Problems(string directory, string what, string unit)
    {
        if (!Directory.Exists(directory))
        {
            string message = $"The {what} of '{unit}' are not there: '{directory}'. A relative path starts at the app host's directory.";
            yield return new() { Code = "TO1154", Unit = unit, Message = message };
        }
        else if (!Directory.EnumerateFiles(directory, "*.sql").Any())
        {
            string message = $"The {what} of '{unit}' are empty: '{directory}' has no '*.sql' file.";
            yield return new() { Code = "TO1155", Unit = unit, Message = message };
        }
    }
}
