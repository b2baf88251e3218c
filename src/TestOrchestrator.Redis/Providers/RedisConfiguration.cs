using System.Net;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Writes the configuration of a server: a file of its owner's alone, as arguments can be seen by everybody.</summary>
internal static class RedisConfiguration
{
    /// <summary>The file in the server's directory that holds its data while it is stopped.</summary>
    public const string SnapshotName = "dump.rdb";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, IPEndPoint address, string password, string directory)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using StreamWriter file = new(path, options);

        // A snapshot a day is none while it runs; that there is one at all makes SIGTERM save what it has, for a start that follows.
        file.Write($"""
            bind {address.Address}
            port {address.Port}
            requirepass {Quote(password)}
            dir {Quote(directory)}
            save 86400 1
            dbfilename {SnapshotName}
            appendonly no
            protected-mode no
            daemonize no
            always-show-logo no

            """);
    }

    // As in redis.conf: a quoted text with backslash escapes.
    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
