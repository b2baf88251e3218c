using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Writes the configuration of a server: a file that only its owner can read, as every user can see arguments.</summary>
internal static class RedisConfiguration
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "redis.conf";

    public static void Write(string directory, IPEndPoint address, RedisOptions options)
    {
        using StreamWriter file = PrivateFile.Create(Path.Combine(directory, FileName));
        file.Write($"""
            bind {address.Address}
            port {address.Port}
            dir {Quote(directory)}
            protected-mode no
            always-show-logo no

            """);

        // Lines about snapshots add up. One a day makes none while it runs; that there is one at all makes SIGTERM save what it has, for a
        // start that follows.
        if (!options.All.Any(o => o.Name == "save"))
        {
            file.Write("save 86400 1\n");
        }

        foreach ((string name, ImmutableArray<string> values) in options.All)
        {
            file.Write($"{string.Join(' ', values.Select(Quote).Prepend(name))}\n");
        }
    }

    // As in redis.conf: a quoted text with backslash escapes, in one line.
    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => c switch
    {
        '\\' or '"' => $"\\{c}",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
        _ => c.ToString(),
    }))}\"";
}
