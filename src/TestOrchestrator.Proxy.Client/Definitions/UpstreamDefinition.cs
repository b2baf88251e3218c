namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>How a session reaches origins. Immutable; its text shows no credentials.</summary>
public sealed record UpstreamDefinition
{
    /// <summary>
    /// Gets the proxy between this one and the origins: <c>http://proxy.example.com:3128</c>, with or without credentials, or
    /// <c>environment</c>, which is that of the machine that the proxy runs on.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Proxy { get; init; }

    /// <summary>Gets the hosts that are reached without that proxy, in the way of NO_PROXY.</summary>
    /// <value>The default is <see langword="null"/>: none but loopback.</value>
    public IReadOnlyList<string>? ProxyExcept { get; init; }

    /// <summary>Gets whether loopback addresses and <c>localhost</c> are reached through that proxy, too.</summary>
    /// <value>The default is <see langword="null"/>: they are not.</value>
    public bool? ProxyLoopback { get; init; }

    /// <summary>Gets where hosts are found, instead of where name servers say: by <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public IReadOnlyDictionary<string, string>? Addresses { get; init; }

    /// <summary>Gets the certificates by which origins know their client: by <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public IReadOnlyDictionary<string, ClientCertificateDefinition>? ClientCertificates { get; init; }

    /// <summary>Shows the hosts that are meant.</summary>
    public override string ToString() => $"proxy {(Proxy is null ? "none" : "given")}, addresses of [{string.Join(", ", Addresses?.Keys ?? [])}], certificates for [{string.Join(", ", ClientCertificates?.Keys ?? [])}]";
}
