namespace TestOrchestrator.AppModel.Endpoints;

/// <summary>Knows where the endpoints of one running application are. Thread-safe.</summary>
public interface IEndpointAllocations
{
    /// <summary>Finds an endpoint.</summary>
    /// <param name="resource">The resource that has it.</param>
    /// <param name="endpointName">Its name, in any case.</param>
    /// <param name="replica">The replica of the resource, from 0.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="KeyNotFoundException">The resource has no such endpoint.</exception>
    AllocatedEndpoint Get(IResource resource, string endpointName, int replica);
}
