using System.Net;

namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>Where an endpoint of a running application is.</summary>
public sealed record AllocatedEndpoint
{
    /// <summary>Gets the scheme, such as <c>http</c> or <c>tcp</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>Gets the IP address and the port.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Gets the address as a URI without a path.</summary>
    public Uri Url => new($"{Scheme}://{Address}");
}
