using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Cli.Proxies;

/// <summary>What <c>orch proxy</c> is asked to run. Immutable.</summary>
internal sealed record ProxyWish
{
    public required IPEndPoint Listen { get; init; }

    public required UnmatchedRequests Unmatched { get; init; }

    /// <summary>Gets the directory of the authority.</summary>
    public required string Authority { get; init; }

    public string? TokenFile { get; init; }

    public ProxyCredentials? Credentials { get; init; }

    public ImmutableArray<string> Intercept { get; init; } = [];

    public ImmutableArray<string> Tunnel { get; init; } = [];

    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>Gets the names by which clients reach the control API.</summary>
    public ImmutableArray<string> ControlHosts { get; init; } = [];

    /// <summary>Gets the proxy between this one and the origins.</summary>
    public UpstreamProxy UpstreamProxy { get; init; } = UpstreamProxy.None;

    /// <summary>Gets where the traffic is written to at the end.</summary>
    public string? Har { get; init; }
}
