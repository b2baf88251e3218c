using System.Collections.Immutable;
using System.Net;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>Where an application would be: a wish gives way to whoever is there already. Immutable.</summary>
public sealed record EndpointWishes
{
    /// <summary>Gets the loopback address.</summary>
    /// <value>The default is null: any.</value>
    public IPAddress? Address { get; init; }

    /// <summary>Gets the ports of endpoints, by <see cref="Key"/>.</summary>
    public ImmutableDictionary<string, int> Ports { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Makes the name of an endpoint among the wishes.</summary>
    /// <param name="instance">The name of the instance of the resource.</param>
    /// <param name="endpoint">The name of the endpoint.</param>
    /// <returns>Such as <c>web/http</c>.</returns>
    public static string Key(string instance, string endpoint) => $"{instance}/{endpoint}";
}
