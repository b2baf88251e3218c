namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// The proxy settings in a service's environment variables, read as SocketsHttpHandler reads them in a process of its own: lower case wins,
/// <c>ALL_PROXY</c> is for what has no variable, <c>NO_PROXY</c> lists hosts, and domains with a leading dot. Immutable and thread-safe.
/// </summary>
internal sealed class ServiceProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly HashSet<string> _direct = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _directDomains = [];
    private readonly bool _neverUsed;

    public ServiceProxy(IReadOnlyDictionary<string, string> environment)
    {
        Uri? all = Parse(Variable("all_proxy"));
        _http = Parse(Variable("http_proxy")) ?? all;
        _https = Parse(Variable("https_proxy")) ?? all;
        foreach (string host in (Variable("no_proxy") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            _neverUsed |= host == "*";
            if (host.StartsWith('.'))
            {
                _directDomains.Add(host);
            }
            else
            {
                _direct.Add(host);
            }
        }

        string? Variable(string name) =>
            environment.GetValueOrDefault(name) is { Length: > 0 } lower ? lower : environment.GetValueOrDefault(name.ToUpperInvariant());
    }

    /// <summary>Gets whether the service has a proxy at all.</summary>
    public bool IsSet => _http is not null || _https is not null;

    /// <summary>Gets the proxy for an address; null to connect directly.</summary>
    public Uri? For(Uri destination)
    {
        string host = destination.Host.Trim('[', ']');
        return _neverUsed || _direct.Contains(host) || _directDomains.Exists(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            ? null
            : destination.Scheme is "https" or "wss" ? _https : _http;
    }

    private static Uri? Parse(string? text) => string.IsNullOrEmpty(text)
        ? null
        : Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out Uri? uri) ? uri : null;
}
