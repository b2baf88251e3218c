using System.Net;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>Where an endpoint of a running unit is. Immutable.</summary>
public sealed record UnitEndpoint
{
    /// <summary>Gets the scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>Gets the address and port.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Gets the address as a URL, such as <c>http://127.101.2.3:20017</c>.</summary>
    public Uri Url => new($"{Scheme}://{Address}");
}
