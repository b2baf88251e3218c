using System.Text.RegularExpressions;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>Replaces what is another thing in each run: addresses, ports, ids, directories. Immutable.</summary>
/// <param name="directory">The directory of the app host.</param>
/// <param name="address">The address of the application; null with DCP.</param>
/// <param name="instances">The resources with the ids of their instances.</param>
internal sealed partial class ConformanceText(string directory, string? address, IReadOnlyList<(string Resource, string Id)> instances)
{
    private readonly Regex _host = new($@"(?<![\w.]){(address is null ? "" : $"{Regex.Escape(address)}|")}localhost|127\.0\.0\.1(?![\w.])", RegexOptions.CultureInvariant);

    private readonly Regex _machine = new($@"(?<=//){Regex.Escape(Environment.MachineName)}(?=:)", RegexOptions.CultureInvariant);

    public string Normalize(string line)
    {
        line = line.Replace(directory, "{app host}", StringComparison.Ordinal)
            .Replace(Path.TrimEndingDirectorySeparator(RepositoryFile.PathOf(".")), "{repository}", StringComparison.Ordinal);
        foreach ((string resource, string id) in instances.Where(i => i.Id.Length > i.Resource.Length + 1))
        {
            line = line.Replace(id, $"{resource}-{{id}}", StringComparison.Ordinal).Replace($"={id[(resource.Length + 1)..]}", "={id}", StringComparison.Ordinal);
        }

        line = Port().Replace(_machine.Replace(_host.Replace(line, "{host}"), "{machine}"), "$1{port}");
        line = WholePort().Replace(line, "$1{port}");
        return Certificates().Replace(line, "$1={certificates}");
    }

    // In addresses and connection strings.
    [GeneratedRegex(@"(\{host\}[:,]|\{machine\}:|\*:|[Pp]ort=)[0-9]{2,5}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Port();

    // A variable that is a port and nothing else.
    [GeneratedRegex("^(.*PORT=)[0-9]{2,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex WholePort();

    [GeneratedRegex("((?:SSL_CERT_DIR|SSL_CERT_FILE|Kestrel__Certificates__Default__[A-Za-z]+))=.*$", RegexOptions.CultureInvariant)]
    private static partial Regex Certificates();
}
