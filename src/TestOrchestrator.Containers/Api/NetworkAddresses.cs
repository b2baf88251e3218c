using System.Net;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Containers.Api;

/// <summary>The addresses of a network of containers. Immutable.</summary>
/// <param name="Gateway">The address that this machine has in the network.</param>
/// <param name="Subnet">The addresses of the network.</param>
public sealed record NetworkAddresses(IPAddress Gateway, IPNetwork Subnet)
{
    // {"Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1"}; without a gateway, the first address is it.
    internal static NetworkAddresses? Parse(JsonNode? configuration)
    {
        if (!IPNetwork.TryParse(configuration?[nameof(Subnet)]?.GetValue<string>(), out IPNetwork subnet)
            || subnet.BaseAddress.GetAddressBytes() is not [byte a, byte b, byte c, byte d])
        {
            return null;
        }

        // Docker writes the gateway of some networks with the length of the subnet behind it.
        string? gateway = configuration?[nameof(Gateway)]?.GetValue<string>().Split('/')[0];
        return new(IPAddress.TryParse(gateway, out IPAddress? given) ? given : new IPAddress([a, b, c, (byte)(d + 1)]), subnet);
    }
}
