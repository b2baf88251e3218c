namespace Bench.Peers;

/// <summary>Writes the directory of a service with a logger, as runit wants it.</summary>
internal static class RunitService
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <returns>The path of the service.</returns>
    public static string Write(string directory, string name, string command)
    {
        string service = Path.Combine(directory, "services", name);
        string log = Path.Combine(directory, "logs", name);
        Directory.CreateDirectory(Path.Combine(service, "log"));
        Directory.CreateDirectory(log);
        WriteScript(Path.Combine(service, "run"), command);
        WriteScript(Path.Combine(service, "log", "run"), $"svlogd '{log}'");
        return service;
    }

    private static void WriteScript(string path, string command)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec 2>&1\nexec {command}\n");
        File.SetUnixFileMode(path, Executable);
    }
}
