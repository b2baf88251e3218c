using System.Globalization;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Containers;
using TestOrchestrator.Containers.Networks;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Writes the addresses that the engine has reserved into Aspire's endpoints. Stateless.</summary>
internal static class EndpointAllocation
{
    /// <summary>Gets a network of our own, in which every endpoint has the address of the application.</summary>
    public static NetworkIdentifier ApplicationNetwork { get; } = new("testorchestrator-application");

    /// <summary>Allocates the endpoints of a resource, or changes those that have moved.</summary>
    /// <returns>Whether any was changed.</returns>
    public static bool Allocate(IResource resource, RunningApplication application)
    {
        bool isBalanced = ModelTranslation.ReplicasOf(resource) > 1;
        bool hasNetwork = application.Group.TryGet(ContainerNetworkProvider.UnitName, out _);
        bool hasChanged = false;
        foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>().ToArray())
        {
            UnitEndpoint where = application.GetEndpoint(isBalanced ? ReplicaBalancer.NameOf(resource.Name) : resource.Name, endpoint.Name);
            if (endpoint.AllocatedEndpoint?.Port != where.Address.Port)
            {
                Allocate(endpoint, HostOf(endpoint, where.Address.Address), where.Address.Port, isBalanced, hasNetwork);
                hasChanged = true;
            }
        }

        return hasChanged;
    }

    /// <summary>Allocates every endpoint in the network of the application's containers, in which it has another address.</summary>
    public static void AllocateInNetwork(IEnumerable<IResource> resources, RunningApplication application)
    {
        NetworkIdentifier id = KnownNetworkIdentifiers.DefaultAspireContainerNetwork;
        ContainerNetwork network = application.GetRuntimes<ContainerNetwork>().Single().Runtime;
        foreach (IResource resource in resources.Where(r => application.Group.TryGet(r.Name, out _)))
        {
            string unit = ModelTranslation.ReplicasOf(resource) > 1 ? ReplicaBalancer.NameOf(resource.Name) : resource.Name;
            foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>().ToArray())
            {
                DnsEndPoint where = network.AddressOf(unit, endpoint.Name);
                string target = where.Port.ToString(CultureInfo.InvariantCulture);
                endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
                    id, new(endpoint, where.Host, where.Port, EndpointBindingMode.SingleAddress, target, id));
            }
        }
    }

    private static void Allocate(EndpointAnnotation endpoint, string host, int port, bool isBalanced, bool hasNetwork)
    {
        // What the program itself listens on: ASPNETCORE_URLS is made of both.
        endpoint.TargetHost = host;
        string target = isBalanced ? ResourceConfiguration.PortTemplate(endpoint.Name) : port.ToString(CultureInfo.InvariantCulture);
        NetworkIdentifier containers = KnownNetworkIdentifiers.DefaultAspireContainerNetwork;
        NetworkIdentifier[] networks =
            [endpoint.DefaultNetworkID, KnownNetworkIdentifiers.LocalhostNetwork, containers, ApplicationNetwork];
        foreach (NetworkIdentifier network in networks.Distinct().Where(n => !hasNetwork || n != containers))
        {
            AllocatedEndpoint allocated = new(endpoint, host, port, EndpointBindingMode.SingleAddress, target, network);
            if (network == endpoint.DefaultNetworkID)
            {
                endpoint.AllocatedEndpoint = allocated;
            }
            else
            {
                endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(network, allocated);
            }
        }
    }

    // On 127.0.0.1 a person opens the address in a browser, where certificates and cookies are for 'localhost'.
    private static string HostOf(EndpointAnnotation endpoint, IPAddress address) =>
        endpoint.TargetHost is { Length: > 0 } given && IPAddress.TryParse(given, out IPAddress? own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any) && !own.Equals(IPAddress.Loopback) ? given
        : address.Equals(IPAddress.Loopback) ? "localhost"
        : address.ToString();
}
