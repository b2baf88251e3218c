using System.Collections.Immutable;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Redis.Providers;

/// <summary>The options of a server, as <c>redis-server</c> reads its arguments. Immutable.</summary>
internal sealed record RedisOptions
{
    private static readonly ImmutableHashSet<string> s_programs = ["redis-server", "valkey-server"];

    // An application finds the server by its endpoint, and never sees its files.
    private static readonly ImmutableHashSet<string> s_decidedHere = ["bind", "port", "dir", "daemonize", "logfile", "pidfile"];

    /// <summary>Gets the options, each with its values, in their order.</summary>
    public required ImmutableArray<(string Name, ImmutableArray<string> Values)> All { get; init; }

    /// <summary>Gets what was ignored, in full sentences.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Gets the password that clients need.</summary>
    /// <value>Null if they need none.</value>
    public string? Password => All.LastOrDefault(o => o.Name == "requirepass") is (not null, [{ Length: > 0 } password]) ? password : null;

    /// <summary>Reads the arguments of a unit.</summary>
    /// <exception cref="EngineException">Only a container could follow one of them.</exception>
    public static RedisOptions Read(string unit, ImmutableArray<string> arguments)
    {
        List<string> notes = [];
        List<(string Name, ImmutableArray<string> Values)> all = [];
        foreach ((string name, ImmutableArray<string> values) in Split(unit, arguments))
        {
            if (name.StartsWith("tls-", StringComparison.Ordinal) || name is "loadmodule" or "include" or "aclfile" or "sentinel")
            {
                throw Refusal(unit, $"--{name}");
            }

            if (s_decidedHere.Contains(name))
            {
                notes.Add(
                    $"'{unit}' has the option --{string.Join(' ', values.Prepend(name))}, which is ignored: "
                    + "where a server listens, keeps its data and writes its log is decided here.");
            }
            else
            {
                all.Add((name, values));
            }
        }

        return new() { All = [.. all], Notes = [.. notes] };
    }

    // What follows the name of an option is its value, even if it begins with hyphens; only '--save' can be without one, for 'never'.
    private static IEnumerable<(string Name, ImmutableArray<string> Values)> Split(string unit, ImmutableArray<string> arguments)
    {
        int at = arguments is [{ } program, ..] && s_programs.Contains(program) ? 1 : 0;
        while (at < arguments.Length)
        {
            string argument = arguments[at++];
            if (!IsName(argument))
            {
                throw Refusal(unit, argument);
            }

            string name = argument[2..].ToLowerInvariant();
            int begin = at;
            if (at < arguments.Length && (name != "save" || !IsName(arguments[at])))
            {
                at++;
            }

            while (at < arguments.Length && !IsName(arguments[at]))
            {
                at++;
            }

            yield return (name, name == "save" && at == begin ? [""] : arguments[begin..at]);
        }
    }

    private static bool IsName(string argument) => argument.Length > 2 && argument.StartsWith("--", StringComparison.Ordinal);

    private static EngineException Refusal(string unit, string argument) => new(
        "TO1613",
        $"'{unit}' has the argument '{argument}', which only a container can follow: "
        + "TLS, modules, other files and other modes of a Redis server are not supported here.");
}
