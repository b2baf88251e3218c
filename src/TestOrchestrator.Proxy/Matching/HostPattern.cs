namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Which hosts: <c>h</c> on any port, <c>h:port</c>, <c>*.h</c> for the subdomains of h without h itself, <c>*.h:port</c>.
/// </summary>
internal sealed record HostPattern
{
    private const string Wildcard = "*.";

    private HostPattern(string text, string host, bool subdomains, int? port) => (Text, Host, Subdomains, Port) = (text, host, subdomains, port);

    public string Text { get; }

    public string Host { get; }

    public bool Subdomains { get; }

    public int? Port { get; }

    public static HostPattern Parse(string text) => Problem(text, out HostPattern? pattern) is { } problem
        ? throw PatternErrors.Host(text, problem)
        : pattern!;

    /// <summary>Says what is wrong with the text, or gives the pattern.</summary>
    public static string? Problem(string text, out HostPattern? pattern)
    {
        pattern = null;
        bool subdomains = text.StartsWith(Wildcard, StringComparison.Ordinal);
        string authority = subdomains ? text[Wildcard.Length..] : text;
        if (authority.Length == 0)
        {
            return "it names no host";
        }

        if (!HostText.TrySplit(authority, out string host, out int? port))
        {
            return "what follows the ':' is not a port from 1 to 65535; an IPv6 address is written in brackets";
        }

        if (!HostText.TryNormalize(host, out string? normalized))
        {
            return $"'{host}' is not a host name or an IP address";
        }

        string shown = (subdomains ? Wildcard : "") + HostText.InAuthority(normalized) + (port is null ? "" : $":{port}");
        pattern = new HostPattern(shown, normalized, subdomains, port);
        return null;
    }

    public bool Fits(string host, int port) => (Port is null || Port == port) && (Subdomains ? IsSubdomain(host) : host == Host);

    private bool IsSubdomain(string host) =>
        host.Length > Host.Length + 1 && host.EndsWith(Host, StringComparison.Ordinal) && host[^(Host.Length + 1)] == '.';
}
