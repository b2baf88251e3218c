using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Reading;

namespace TestOrchestrator.Groups.Description;

/// <summary>Reads when a process is ready.</summary>
internal static class ReadyReader
{
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    public static ReadyDescription Read(TomlReading process, ImmutableArray<PortDescription> ports)
    {
        if (process.OptionalTable("ready") is not { } ready)
        {
            return new();
        }

        ready.Known("http", "http_port", "http_status", "log_line", "file", "command", "timeout");
        return new()
        {
            Http = ready.OptionalString("http"),
            HttpPort = HttpPort(ready, ports),
            HttpStatus = (int)(ready.OptionalInteger("http_status", 100, 599) ?? 200),
            LogLine = LogLine(ready),
            File = ready.OptionalString("file") is { } file ? new(file, ready.File, ready.PositionOf("file")) : null,
            Command = ProcessReader.Texts(ready, "command"),
            Timeout = ready.OptionalDuration("timeout"),
        };
    }

    private static string? HttpPort(TomlReading ready, ImmutableArray<PortDescription> ports)
    {
        if (!ready.Has("http"))
        {
            return null;
        }

        string? named = ready.OptionalString("http_port");
        string[] names = [.. ports.Select(p => p.Name)];
        if (named is not null && !names.Contains(named, StringComparer.OrdinalIgnoreCase))
        {
            string hint = Names.Nearest(named, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            ready.Problem(ready.PositionOf("http_port"), $"'{named}' is not one of its ports.{hint} It has: {Names.List(names)}.");
        }

        if (named is null && names.Length == 0)
        {
            ready.Problem(ready.PositionOf("http"), "There is no port to ask. Give the process one: ports = [\"http\"].");
        }

        // Whatever it is called, what answers HTTP is asked over HTTP.
        return named ?? (ports.FirstOrDefault(p => p.Scheme is "http" or "https") ?? ports.FirstOrDefault())?.Name;
    }

    private static Regex? LogLine(TomlReading ready)
    {
        if (ready.OptionalString("log_line") is not { } pattern)
        {
            return null;
        }

        try
        {
            return new(pattern, RegexOptions.CultureInvariant, s_matchLimit);
        }
        catch (RegexParseException e)
        {
            ready.Problem(ready.PositionOf("log_line"), $"'log_line' is not a regular expression: {e.Message}");
            return null;
        }
    }
}
