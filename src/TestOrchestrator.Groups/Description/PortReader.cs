using System.Collections.Immutable;
using TestOrchestrator.Groups.Toml.Reading;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Description;

/// <summary>
/// Reads the ports of a process: <c>ports = ["http"]</c> for any, or a table: <c>http = { port = 8080 }</c> for one that it would have,
/// with <c>fixed = true</c> for one that it insists on, and <c>scheme</c>.
/// </summary>
internal static class PortReader
{
    private static readonly string[] s_schemes = ["http", "https"];

    public static ImmutableArray<PortDescription> Read(TomlReading process)
    {
        if (!process.IsTable("ports"))
        {
            return [.. (process.OptionalStrings("ports") ?? []).Select(name => new PortDescription(Checked(process, name), null, Fixed: false, SchemeOf(name)))];
        }

        return [.. process.NamedTables("ports").Select(port => Port(port.Key, port.Value))];
    }

    private static PortDescription Port(TomlKey key, TomlReading port)
    {
        GroupFileReader.CheckName(port, key);
        port.Known("port", "fixed", "scheme");
        int? number = (int?)port.OptionalInteger("port", 1, 65535);
        bool isFixed = port.OptionalBoolean("fixed") ?? false;
        if (isFixed && number is null)
        {
            port.Problem(port.PositionOf("fixed"), $"'{key.Name}' is fixed and has no 'port'.");
        }

        return new(key.Name, number, isFixed, port.OptionalString("scheme") ?? SchemeOf(key.Name));
    }

    private static string Checked(TomlReading process, string name)
    {
        GroupFileReader.CheckName(process, new(name, process.PositionOf("ports")));
        return name;
    }

    private static string SchemeOf(string name) =>
        s_schemes.Contains(name, StringComparer.OrdinalIgnoreCase) ? name.ToLowerInvariant() : "tcp";
}
