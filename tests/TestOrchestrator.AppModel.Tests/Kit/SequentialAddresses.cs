using System.Net;

namespace TestOrchestrator.AppModel.Tests.Kit;

/// <summary>Gives endpoints the ports 5001, 5002 and so on of one address: resource by resource, replica by replica, in the order of the model.</summary>
internal sealed class SequentialAddresses : IEndpointAllocations
{
    private static readonly IPAddress s_address = IPAddress.Parse("127.0.0.9");

    private readonly Dictionary<string, AllocatedEndpoint> _endpoints = new(StringComparer.OrdinalIgnoreCase);

    public SequentialAddresses(ApplicationModel model)
    {
        foreach (IResource resource in model.Resources)
        {
            for (int replica = 0; replica < resource.GetReplicaCount(); replica++)
            {
                foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                {
                    _endpoints.Add(Key(resource, endpoint.Name, replica), new() { Scheme = endpoint.UriScheme, Address = new(s_address, 5001 + _endpoints.Count) });
                }
            }
        }
    }

    public AllocatedEndpoint Get(IResource resource, string endpointName, int replica) => _endpoints[Key(resource, endpointName, replica)];

    private static string Key(IResource resource, string endpointName, int replica) => $"{resource.Name}/{endpointName}/{replica}";
}
