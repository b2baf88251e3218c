using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml;
using TestOrchestrator.Groups.Toml.Reading;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Description;

/// <summary>Reads a group file. The format is described in <c>eng/docs/groups.md</c>.</summary>
internal static class GroupFileReader
{
    /// <param name="directory">The directory of the group file.</param>
    /// <exception cref="EngineException">There is none, or it has mistakes: all of them are listed, with line and column.</exception>
    public static GroupDescription Read(string directory)
    {
        string path = Path.Combine(directory, GroupDescription.FileName);
        if (!File.Exists(path))
        {
            throw GroupErrors.NoGroupFile(directory);
        }

        return Parse(File.ReadAllBytes(path), directory);
    }

    /// <param name="file">The content of the group file.</param>
    /// <param name="directory">The directory that its templates are in.</param>
    /// <exception cref="EngineException">It has mistakes: all of them are listed, with line and column.</exception>
    public static GroupDescription Parse(byte[] file, string directory)
    {
        TomlReading root = TomlReading.Of(TomlDocument.Parse(file, GroupDescription.FileName), GroupDescription.FileName)
            .Known("name", "parameters", "processes");
        GroupDescription group = new()
        {
            Name = NameOf(root, directory),
            Parameters = [.. root.NamedTables("parameters").Select(p => Parameter(p.Key, p.Value))],
            Processes = [.. root.NamedTables("processes").Select(p => ProcessReader.Read(p.Key, p.Value, directory))],
        };
        if (group.Processes.IsEmpty)
        {
            root.Problem(root.Position, "A group has at least one process: [processes.NAME] with 'command'.");
        }

        Dependencies(root, group);
        root.ThrowIfProblems();
        return group;
    }

    /// <summary>Notes a name that a process, port or parameter cannot have.</summary>
    public static void CheckName(TomlReading reading, TomlKey key)
    {
        if (UnitName.Problem(key.Name) is { } why)
        {
            reading.Problem(key.Position, $"'{key.Name}' cannot be a name: {why}");
        }
    }

    private static string NameOf(TomlReading root, string directory)
    {
        string name = root.OptionalString("name") ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        if (root.Has("name") && name.Trim().Length == 0)
        {
            root.Problem(root.PositionOf("name"), "'name' is empty. Leave it out for the name of the directory.");
        }

        return name;
    }

    private static ParameterDescription Parameter(TomlKey key, TomlReading parameter)
    {
        CheckName(parameter, key);
        parameter.Known("default", "secret", "generate");
        ParameterDescription read = new()
        {
            Name = key.Name,
            Default = parameter.OptionalString("default"),
            Secret = parameter.OptionalBoolean("secret") ?? false,
            Generate = parameter.OptionalBoolean("generate") ?? false,
        };
        if (read is { Generate: true, Default: not null })
        {
            parameter.Problem(parameter.PositionOf("generate"), $"'{key.Name}' has a default and is generated. Leave one of them out.");
        }

        return read;
    }

    private static void Dependencies(TomlReading root, GroupDescription group)
    {
        string[] names = [.. group.Processes.Select(p => p.Name)];
        foreach (KeyValuePair<TomlKey, TomlReading> process in root.NamedTables("processes"))
        {
            if (process.Value.OptionalTable("depends_on") is not { } dependencies)
            {
                continue;
            }

            foreach (TomlKey key in dependencies.Keys.Where(k => !names.Contains(k.Name, UnitName.Comparer)))
            {
                string hint = Names.Nearest(key.Name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
                dependencies.Problem(key.Position, $"'{process.Key.Name}' depends on '{key.Name}', and there is no such process.{hint} There are: {Names.List(names)}.");
            }
        }
    }
}
