using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Recordings;
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

    /// <summary>Gets the files with the certificates by which origins know their client, by host.</summary>
    public ImmutableDictionary<string, string> ClientCertificates { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets where hosts are found.</summary>
    public ImmutableDictionary<string, string> Addresses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the files with root certificates that origins may be signed by.</summary>
    public ImmutableArray<string> Trust { get; init; } = [];

    /// <summary>Gets where requests are sent instead, by host.</summary>
    public ImmutableDictionary<string, string> Redirects { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<string> Reset { get; init; } = [];

    /// <summary>Gets the headers that are secret, besides those that always are.</summary>
    public ImmutableArray<string> RedactedHeaders { get; init; } = [];

    /// <summary>Gets the parameters that are secret, besides those that always are.</summary>
    public ImmutableArray<string> RedactedParameters { get; init; } = [];

    /// <summary>Gets what requests are recorded to, or answered from.</summary>
    public RecordingOptions? Recording { get; init; }

    /// <summary>Gets where the traffic is written to at the end.</summary>
    public string? Har { get; init; }
}
