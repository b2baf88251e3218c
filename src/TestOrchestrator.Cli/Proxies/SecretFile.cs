using System.Globalization;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>Secrets in files that nobody but their owner can read: arguments and environments are seen by others.</summary>
internal static class SecretFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // Longer than any secret, so that a file which was named by mistake is not read whole.
    private const int Limit = 4096;

    /// <summary>Reads the first line.</summary>
    /// <exception cref="EngineException">TO2620: others can read or write it. TO2621: it is not there, empty, or too long.</exception>
    public static string Read(string path)
    {
        FileInfo file = Check(path);
        if (file.Length > Limit)
        {
            throw new EngineException("TO2621", string.Create(CultureInfo.InvariantCulture, $"'{file.FullName}' has {file.Length} bytes; a secret is one line of at most {Limit}."));
        }

        string line = File.ReadLines(file.FullName).FirstOrDefault("").Trim();
        return line.Length > 0 ? line : throw new EngineException("TO2621", $"The first line of '{file.FullName}' is empty. Write the secret there.");
    }

    /// <summary>Looks whether it is there, and nobody but its owner can read it.</summary>
    /// <exception cref="EngineException">TO2620: others can read or write it. TO2621: it is not there.</exception>
    public static FileInfo Check(string path)
    {
        FileInfo file = new(Path.GetFullPath(path));
        if (!file.Exists)
        {
            throw new EngineException("TO2621", $"'{file.FullName}' is not there. Write the secret into it.");
        }

        if (!OperatingSystem.IsWindows() && (file.UnixFileMode & Others) != 0)
        {
            string mode = Convert.ToString((int)file.UnixFileMode, 8);
            throw new EngineException("TO2620", $"'{file.FullName}' has the mode {mode}, so that others can read or write the secret in it. Use 'chmod 600'.");
        }

        return file;
    }

    /// <summary>Writes a secret into a new file of mode 0600.</summary>
    /// <exception cref="IOException">There is such a file, or it cannot be written.</exception>
    public static void Write(string path, string secret)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        using StreamWriter file = new(path, options);
        file.WriteLine(secret);
    }
}
