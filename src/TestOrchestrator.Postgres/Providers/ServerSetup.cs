using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>What the image <c>postgres</c> makes of its variables and arguments (its docker-entrypoint.sh). Immutable.</summary>
internal sealed record ServerSetup
{
    private const string Prefix = "POSTGRES_";
    private const string Program = "postgres";

    // An application finds the server by its endpoint, and never sees its files.
    private static readonly ImmutableHashSet<string> s_decidedHere =
        ["listen_addresses", "port", "unix_socket_directories", "data_directory"];

    /// <summary>Gets the name of the superuser.</summary>
    public required string UserName { get; init; }

    /// <summary>Gets the superuser's password.</summary>
    /// <value>Null if there is none, and every client is trusted.</value>
    public required string? Password { get; init; }

    /// <summary>Gets whether clients are let in without a password.</summary>
    public required bool TrustsClients { get; init; }

    /// <summary>Gets the database that is there whatever else is.</summary>
    public required string DefaultDatabase { get; init; }

    /// <summary>Gets the settings, each as <c>name=value</c>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>Gets what was ignored, in full sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Reads the configuration of a unit.</summary>
    /// <exception cref="EngineException">The image would not start with it, or only a container could.</exception>
    public static ServerSetup Read(string unit, UnitConfiguration configuration)
    {
        List<string> notes = [];
        string user = Variable(configuration, "USER") ?? "postgres";
        string? password = Variable(configuration, "PASSWORD");
        bool trusts = Variable(configuration, "HOST_AUTH_METHOD") == "trust";
        if (password is null && !trusts)
        {
            throw new EngineException(
                "TO1612",
                $"'{unit}' has no password. "
                + "Set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD to 'trust' for a server that asks for none.");
        }

        ImmutableArray<string> settings = ReadSettings(unit, configuration.Arguments, notes);
        notes.AddRange(
            from name in configuration.Environment.Keys.Order(StringComparer.Ordinal)
            where IsIgnored(name, configuration.Environment[name])
            select $"'{unit}' has the variable {name}, which is ignored: only a container can follow it.");
        return new()
        {
            UserName = user,
            Password = password,
            TrustsClients = trusts,
            DefaultDatabase = Variable(configuration, "DB") ?? user,
            Settings = settings,
            Notes = [.. notes],
        };
    }

    private static ImmutableArray<string> ReadSettings(string unit, ImmutableArray<string> arguments, List<string> notes)
    {
        List<string> settings = [];
        for (int i = arguments is [Program, ..] ? 1 : 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            string text = argument switch
            {
                "-c" => i + 1 < arguments.Length ? arguments[++i] : "",
                ['-', 'c' or '-', ..] => argument[2..],
                _ => "",
            };
            if (Setting(text) is not (string name, string value))
            {
                string whole = argument == "-c" && text.Length > 0 ? $"-c {text}" : argument;
                throw new EngineException(
                    "TO1609",
                    $"'{unit}' has the argument '{whole}', which is not a setting of a PostgreSQL server. "
                    + "A setting is '-c name=value' or '--name=value'; other arguments need a container.");
            }

            if (s_decidedHere.Contains(name))
            {
                notes.Add(
                    $"'{unit}' has the setting {name}={value}, which is ignored: "
                    + "where a server listens and keeps its data is decided here.");
            }
            else
            {
                settings.Add($"{name}={value}");
            }
        }

        return [.. settings];
    }

    // As PostgreSQL itself reads them: hyphens are as good as underscores, and names have no case.
    private static (string Name, string Value)? Setting(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and int at
        ? (text[..at].Replace('-', '_').ToLowerInvariant(), text[(at + 1)..])
        : null;

    private static string? Variable(UnitConfiguration configuration, string name) =>
        configuration.Environment.TryGetValue(Prefix + name, out string? value) && value.Length > 0 ? value : null;

    // How clients prove who they are on a server's own socket, and where its log lies, shows nowhere.
    private static bool IsIgnored(string name, string value) => name switch
    {
        Prefix + "USER" or Prefix + "PASSWORD" or Prefix + "DB" or Prefix + "INITDB_WALDIR" => false,
        Prefix + "HOST_AUTH_METHOD" => value is not ("" or "trust" or "scram-sha-256" or "md5" or "password"),
        Prefix + "INITDB_ARGS" => value.Split(' ').Any(a => a.Length > 0 && !a.StartsWith("--auth", StringComparison.Ordinal)),
        _ => name.StartsWith(Prefix, StringComparison.Ordinal),
    };
}
