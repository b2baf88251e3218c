using System.Globalization;
using System.Net;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Writes the configuration of a server: a file of its owner's alone, as arguments can be seen by everybody.</summary>
internal static class RedisConfiguration
{
    /// <summary>The file in the server's directory that holds its data while it is stopped.</summary>
    public const string SnapshotName = "dump.rdb";

    public static void Write(string path, IPEndPoint address, string password, string directory)
    {
        using StreamWriter file = PrivateFile.Create(path);

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

    // As in redis.conf: a quoted text with backslash escapes, in one line.
    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => c switch
    {
        '\\' or '"' => $"\\{c}",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
        _ => c.ToString(),
    }))}\"";
}
