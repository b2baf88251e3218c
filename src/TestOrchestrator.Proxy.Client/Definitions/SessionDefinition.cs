namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>A session that is to be opened. Immutable.</summary>
public sealed record SessionDefinition
{
    /// <summary>Gets its name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where it listens, such as <c>127.0.0.1:0</c>.</summary>
    /// <value>The default is 127.0.0.1 and a free port.</value>
    public string? Listen { get; init; }

    /// <summary>Gets the id of the session whose port it shares.</summary>
    /// <value>The default is a port of its own.</value>
    public string? SharedWith { get; init; }

    /// <summary>Gets what clients of the proxy must give.</summary>
    /// <value>The default is nothing.</value>
    public CredentialsDefinition? Credentials { get; init; }

    /// <summary>Gets what happens to requests that no mock fits: <c>forward</c>, <c>fail</c> or <c>loopback_only</c>.</summary>
    /// <value>The default is <c>forward</c>.</value>
    public string? Unmatched { get; init; }

    /// <summary>Gets the hosts whose TLS is opened.</summary>
    /// <value>The default is all.</value>
    public IReadOnlyList<string>? Intercept { get; init; }

    /// <summary>Gets the hosts whose bytes are relayed unread.</summary>
    public IReadOnlyList<string>? Tunnel { get; init; }

    /// <summary>Gets the hosts that are answered with 403.</summary>
    public IReadOnlyList<string>? Block { get; init; }

    /// <summary>Gets how origins are reached.</summary>
    /// <value>The default is as the server reaches them.</value>
    public UpstreamDefinition? Upstream { get; init; }

    /// <summary>Gets the headers whose values are not written to HAR and events.</summary>
    /// <value>The default is Authorization, Proxy-Authorization, Cookie and Set-Cookie.</value>
    public IReadOnlyList<string>? RedactedHeaders { get; init; }

    /// <summary>
    /// Gets the parameters of queries and forms, and the members of JSON, whose values are not written to HAR and events.
    /// </summary>
    /// <value>The default is what usually holds passwords, tokens and keys.</value>
    public IReadOnlyList<string>? RedactedParameters { get; init; }

    /// <summary>Gets the codes of problems that may happen, such as <c>TO2301</c>.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string>? IgnoredProblems { get; init; }

    /// <summary>Gets how much is kept, and how long is waited.</summary>
    public LimitsDefinition? Limits { get; init; }
}
