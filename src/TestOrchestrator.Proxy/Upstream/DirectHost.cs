using System.Globalization;
using System.Net;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>An entry of NO_PROXY: hosts that are reached without the proxy. Immutable.</summary>
/// <remarks>
/// There is no specification. As with curl and Go a name means its subdomains too, and a dot before it changes nothing; networks are
/// written as address and length.
/// </remarks>
internal sealed record DirectHost
{
    private string Text { get; init; } = "";

    private string? Name { get; init; }

    private int? Port { get; init; }

    private IPNetwork? Network { get; init; }

    public static DirectHost Parse(string text, string where)
    {
        if (text == "*")
        {
            return new DirectHost { Text = text };
        }

        if (text.Contains('/'))
        {
            return IPNetwork.TryParse(text, out IPNetwork network)
                ? new DirectHost { Text = text, Network = network }
                : throw UpstreamErrors.Exception(where, text, "it is not an address and the length of its network in bits");
        }

        // ::1 without brackets is an address and no port.
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return new DirectHost { Text = text, Name = address.ToString() };
        }

        string bare = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text.TrimStart('.');
        return HostText.TrySplit(bare, out string host, out int? port) && HostText.TryNormalize(host, out string? name)
            ? new DirectHost { Text = text, Name = name, Port = port }
            : throw UpstreamErrors.Exception(where, text, "what is there is not a host with or without a port");
    }

    /// <summary>Reads a list, separated by commas or blanks.</summary>
    public static IEnumerable<DirectHost> ParseList(string text, string where) =>
        text.Split([',', ' ', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => Parse(t, where));

    public bool Fits(string host, int port) => this switch
    {
        { Network: { } network } => IPAddress.TryParse(host, out IPAddress? address) && network.Contains(address),
        { Name: { } name } => (Port is null || Port == port) && (host == name || host.EndsWith(string.Create(CultureInfo.InvariantCulture, $".{name}"), StringComparison.Ordinal)),
        _ => true,
    };

    public override string ToString() => Text;
}
