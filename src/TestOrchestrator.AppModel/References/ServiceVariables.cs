using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.ExternalServices;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.AppModel.References;

/// <summary>The environment variables by which a service finds others; the names are Aspire's.</summary>
internal static class ServiceVariables
{
    public static void AddConnection(EnvironmentCallbackContext context, ConnectionStringReference source, string connectionName)
    {
        context.EnvironmentVariables[$"ConnectionStrings__{connectionName}"] = source;
        if (context.Model.Current(source.Resource) is not IResourceWithConnectionString current)
        {
            return;
        }

        string prefix = connectionName.Length == 0 ? "" : $"{EnvironmentVariableName.Encode(connectionName)}_";
        foreach ((string property, ReferenceExpression value) in current.GetConnectionProperties())
        {
            context.EnvironmentVariables[$"{prefix}{property}".ToUpperInvariant()] = value;
        }
    }

    /// <param name="context">Whose variables are made.</param>
    /// <param name="source">What has the endpoints.</param>
    /// <param name="only">The one endpoint that is meant; null for all.</param>
    /// <param name="name">The name by which the resource finds them; null for the name of what has them.</param>
    public static Task AddEndpointsAsync(EnvironmentCallbackContext context, IResourceWithEndpoints source, string? only, string? name = null)
    {
        IResource current = context.Model.Current(source);
        if (current is ExternalServiceResource replacement)
        {
            return AddAddressAsync(context, replacement, withScheme: true);
        }

        foreach (EndpointAnnotation endpoint in current.Annotations.OfType<EndpointAnnotation>())
        {
            if (only is null || ResourceName.Comparer.Equals(only, endpoint.Name))
            {
                AddEndpoint(context, new EndpointReference(source, endpoint.Name), endpoint.UriScheme, current.GetReplicaCount(), name);
            }
        }

        return Task.CompletedTask;
    }

    public static Task AddExternalServiceAsync(EnvironmentCallbackContext context, ExternalServiceResource service)
    {
        if (context.Model.Current(service) is not IResourceWithEndpoints replacement)
        {
            return AddAddressAsync(context, service, withScheme: service.UrlParameter is not null);
        }

        context.EnvironmentVariables[EnvironmentVariableName.Encode(service.Name).ToUpperInvariant()] = service;
        return AddEndpointsAsync(context, replacement, only: null);
    }

    private static void AddEndpoint(EnvironmentCallbackContext context, EndpointReference endpoint, string scheme, int replicas, string? name)
    {
        // Clients that know only the scheme look for "http" and "https"; any other endpoint is found by its name.
        string service = name ?? endpoint.Resource.Name;
        string key = endpoint.EndpointName.ToLowerInvariant() is "http" or "https" ? scheme : endpoint.EndpointName;
        for (int replica = 0; replica < replicas; replica++)
        {
            AddAtFreeIndex(context.EnvironmentVariables, $"services__{service}__{key}__", new(endpoint.Resource, endpoint.EndpointName, replica));
        }

        // A name that was given stays as it was written, as in Aspire.
        string prefix = EnvironmentVariableName.Encode(name ?? service.ToUpperInvariant());
        context.EnvironmentVariables[$"{prefix}_{EnvironmentVariableName.Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;
    }

    // A reference that is stated twice must not look like a second replica.
    private static void AddAtFreeIndex(Dictionary<string, object> variables, string prefix, EndpointReference endpoint)
    {
        for (int index = 0; !variables.TryAdd($"{prefix}{index}", endpoint); index++)
        {
            if (variables[$"{prefix}{index}"] is EndpointReference there && there.IsSame(endpoint))
            {
                return;
            }
        }
    }

    // Aspire names the scheme where it learns it only now, from a parameter; so do references to what was a service with endpoints.
    private static async Task AddAddressAsync(EnvironmentCallbackContext context, ExternalServiceResource service, bool withScheme)
    {
        // Needs no endpoints: the address is a text or a parameter.
        ValueProviderContext values = new() { Endpoints = new NoEndpoints(), Current = context.Model.Current };
        string address = await service.GetValueAsync(values, context.CancellationToken).ConfigureAwait(false) ?? "";
        string scheme = new Uri(address).Scheme;
        string variable = EnvironmentVariableName.Encode(service.Name) + (withScheme ? $"_{scheme}" : "");
        context.EnvironmentVariables[variable.ToUpperInvariant()] = address;
        context.EnvironmentVariables[$"services__{service.Name}__{scheme}__0"] = address;
    }

    private sealed class NoEndpoints : IEndpointAllocations
    {
        public AllocatedEndpoint Get(IResource resource, string endpointName, int replica) =>
            throw new KeyNotFoundException($"The address of an external service cannot depend on the endpoint '{endpointName}' of '{resource.Name}'.");
    }
}
