using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Holding;

/// <summary>
/// The groups of a user: a directory for each, from create to terminate. Thread-safe, and safe to use by several processes.
/// </summary>
/// <param name="root">The directory that holds them: a full path.</param>
public sealed class GroupStore(string root)
{
    // Groups that no process holds and that were not terminated, such as a test left for a person to look at.
    private const int KeptGroups = 20;

    /// <summary>Gets the directory that holds the groups.</summary>
    public string Root => root;

    /// <summary>Opens the user's groups: <c>groups</c> in the user cache.</summary>
    /// <returns>The groups.</returns>
    /// <exception cref="EngineException">The cache cannot be made or written.</exception>
    public static GroupStore Open() => new(Path.Combine(UserCache.Open(), "groups"));

    /// <summary>
    /// Makes the directory of a group: copies the group file and its templates, finds the values of its parameters. Nothing is reserved or
    /// started.
    /// </summary>
    /// <param name="source">The directory of the group file.</param>
    /// <param name="options">How it is created.</param>
    /// <returns>The directory of the group, whose last part is its id.</returns>
    /// <exception cref="EngineException">
    /// The group file has mistakes, a parameter has no value, or the directory cannot be written.
    /// </exception>
    public string Create(string source, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        source = Path.GetFullPath(source);
        GroupDescription group = GroupFileReader.Read(source);
        return Make(group, source, options, directory => CopySource(source, directory, group));
    }

    /// <summary>Makes the directory of a group with one process. Nothing is reserved or started.</summary>
    /// <param name="program">The program of the process.</param>
    /// <param name="options">How it is created.</param>
    /// <returns>The directory of the group, whose last part is its id.</returns>
    /// <exception cref="EngineException">The name cannot be that of a process, or the directory cannot be written.</exception>
    public string CreateOfProgram(GroupProgram program, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        byte[] file = GroupFileWriter.Write(program);
        return Make(GroupFileReader.Parse(file, program.WorkingDirectory), program.WorkingDirectory, options, directory =>
        {
            Directory.CreateDirectory(GroupPaths.Source(directory));
            File.WriteAllBytes(Path.Combine(GroupPaths.Source(directory), GroupDescription.FileName), file);
        });
    }

    /// <summary>Lists the directories of all groups, the oldest first.</summary>
    /// <returns>The directories.</returns>
    public IReadOnlyList<string> List() => !Directory.Exists(root)
        ? []
        : [.. Directory.EnumerateDirectories(root).Where(d => File.Exists(GroupPaths.Record(d))).OrderBy(Directory.GetCreationTimeUtc).ThenBy(d => d, StringComparer.Ordinal)];

    /// <summary>Finds a group by its id, by the beginning of it, by its name, or by its directory.</summary>
    /// <param name="asked">What a person gave.</param>
    /// <returns>The directory of the group.</returns>
    /// <exception cref="EngineException">There is none, or more than one.</exception>
    public string Find(string asked)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asked);
        if (asked.Contains('/') && File.Exists(GroupPaths.Record(Path.GetFullPath(asked))))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked));
        }

        IReadOnlyList<string> all = List();
        string[] found = [.. all.Where(d => Path.GetFileName(d) == asked)];
        if (found.Length == 0)
        {
            found = [.. all.Where(d => Path.GetFileName(d).StartsWith(asked, StringComparison.Ordinal))];
        }

        if (found.Length == 0)
        {
            found = [.. all.Where(d => GroupRecord.Read(d).Name.Equals(asked, StringComparison.OrdinalIgnoreCase))];
        }

        return found switch
        {
            [string one] => one,
            [] => throw GroupErrors.NoSuchGroup(asked, root, [.. all.Select(d => Path.GetFileName(d))]),
            _ => throw GroupErrors.SeveralGroups(asked, [.. found.Select(d => Path.GetFileName(d))]),
        };
    }

    /// <summary>Returns whether a process holds a group.</summary>
    /// <param name="directory">The directory of the group.</param>
    /// <returns>Whether one does.</returns>
    public static bool IsHeld(string directory)
    {
        using FileLock? free = FileLock.TryExclusive(GroupPaths.Lock(directory));
        return free is null && File.Exists(GroupPaths.Lock(directory));
    }

    private string Make(GroupDescription group, string source, GroupOptions options, Action<string> writeSource)
    {
        IReadOnlyDictionary<string, string> values = ParameterValues.Find(group, options);
        string name = options.Name ?? group.Name;
        string? made = null;
        try
        {
            Directory.CreateDirectory(root);
            string id = Engine.Applications.ApplicationId.New(name);
            made = Path.Combine(root, id);
            PrivateDirectory.Create(made);
            File.WriteAllBytes(GroupPaths.Lock(made), []);
            writeSource(made);
            WriteSecrets(made, group, values);
            GroupRecord record = new()
            {
                Id = id,
                Name = name,
                Source = source,
                Created = options.TimeProvider.GetUtcNow(),
                Parameters = group.Parameters.Where(p => !p.Secret).ToImmutableSortedDictionary(p => p.Name, p => values[p.Name], StringComparer.Ordinal),
            };
            record.Write(made);
            Retain(made);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete(made);
            throw GroupErrors.CannotCreate(root, e.Message);
        }
        catch
        {
            Delete(made);
            throw;
        }
    }

    private void Retain(string newest)
    {
        foreach (string old in List().Where(d => d != newest && !IsHeld(d)).Reverse().Skip(KeptGroups - 1).ToArray())
        {
            Delete(old);
        }
    }

    private static void Delete(string? directory)
    {
        try
        {
            if (directory is not null)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process was quicker, or looks at it.
        }
    }

    private static void CopySource(string source, string directory, GroupDescription group)
    {
        foreach (string file in group.Processes.SelectMany(p => p.Templates).Distinct().Append(GroupDescription.FileName))
        {
            string copy = Path.Combine(GroupPaths.Source(directory), file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }
    }

    private static void WriteSecrets(string directory, GroupDescription group, IReadOnlyDictionary<string, string> values)
    {
        Dictionary<string, string> secrets = group.Parameters.Where(p => p.Secret).ToDictionary(p => p.Name, p => values[p.Name], StringComparer.Ordinal);
        if (secrets.Count > 0)
        {
            using StreamWriter file = PrivateFile.Create(GroupPaths.Secrets(directory));
            file.Write(JsonSerializer.Serialize(secrets));
        }
    }
}
