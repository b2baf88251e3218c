namespace TestOrchestrator.Engine.Processes;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramPath
{
    /// <summary>Finds a program in the directories of PATH.</summary>
    /// <param name="name">The name of the program, without a directory.</param>
    /// <returns>Its full path; null if it is not there.</returns>
    public static string? InPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(IsProgram);

    /// <summary>Tells whether a file is there that the user may execute.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsProgram(string path)
    {
        try
        {
            return File.Exists(path) && (OperatingSystem.IsWindows()
                || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
        }
        catch (IOException)
        {
            // A link whose target is not there, or a file that has just been deleted.
            return false;
        }
    }

    internal static string? Resolve(string command, string workingDirectory)
    {
        if (!command.Contains('/'))
        {
            return InPath(command);
        }

        string path = Path.GetFullPath(command, workingDirectory);
        return IsProgram(path) ? path : null;
    }
}
