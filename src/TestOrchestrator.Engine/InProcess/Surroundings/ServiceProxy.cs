namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// The proxy settings in a service's environment variables, read as SocketsHttpHandler reads them in a process of its own: lower case wins,
/// <c>ALL_PROXY</c> is for what has no variable, <c>NO_PROXY</c> lists hosts, and domains with a leading dot, which are hosts as well. A
/// star means nothing to it. Immutable and thread-safe.
/// </summary>
internal sealed class ServiceProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly HashSet<string> _direct = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _directDomains = [];

    /// <param name="environment">Gets a variable; null if it is not set.</param>
    public ServiceProxy(Func<string, string?> environment)
    {
        Uri? all = Parse(Variable("all_proxy"));
        _http = Parse(Variable("http_proxy")) ?? all;
        _https = Parse(Variable("https_proxy")) ?? all;
        foreach (string host in (Variable("no_proxy") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (host.StartsWith('.'))
            {
                _directDomains.Add(host);
            }

            _direct.Add(host.StartsWith('.') ? host[1..] : host);
        }

        string? Variable(string name) =>
            environment(name) is { Length: > 0 } lower ? lower : environment(name.ToUpperInvariant());
    }

    /// <summary>Gets the proxy for an address; null to connect directly.</summary>
    public Uri? For(Uri destination) =>
        _direct.Contains(destination.Host) || _directDomains.Exists(domain => destination.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            ? null
            : destination.Scheme is "https" or "wss" ? _https : _http;

    private static Uri? Parse(string? text) => string.IsNullOrEmpty(text)
        ? null
        : Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out Uri? uri) ? uri : null;
}
