using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.ExternalServices;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.AppModel.References;

/// <summary>The environment variables by which a service finds others; the names are Aspire's.</summary>
internal static class ServiceVariables
{
    public static void AddConnection(EnvironmentCallbackContext context, IResourceWithConnectionString source, string connectionName, bool optional)
    {
        context.EnvironmentVariables[$"ConnectionStrings__{connectionName}"] = new ConnectionStringReference(source, optional);
        if (context.Model.Current(source) is not IResourceWithConnectionString current)
        {
            return;
        }

        string prefix = EnvironmentVariableName.Encode(connectionName).ToUpperInvariant();
        foreach ((string property, ReferenceExpression value) in current.GetConnectionProperties())
        {
            context.EnvironmentVariables[$"{prefix}_{property.ToUpperInvariant()}"] = value;
        }
    }

    public static async Task AddEndpointsAsync(EnvironmentCallbackContext context, IResourceWithEndpoints source, string? only)
    {
        IResource current = context.Model.Current(source);
        if (current is ExternalServiceResource replacement)
        {
            await AddExternalServiceAsync(context, replacement).ConfigureAwait(false);
            return;
        }

        foreach (EndpointAnnotation endpoint in current.Annotations.OfType<EndpointAnnotation>())
        {
            if (only is not null && !ResourceName.Comparer.Equals(only, endpoint.Name))
            {
                continue;
            }

            // Clients that know only the scheme look for "http" and "https"; any other endpoint is found by its name.
            string key = endpoint.Name.ToLowerInvariant() is "http" or "https" ? endpoint.UriScheme : endpoint.Name;
            for (int replica = 0; replica < current.GetReplicaCount(); replica++)
            {
                AddAtFreeIndex(context.EnvironmentVariables, $"services__{source.Name}__{key}__", new EndpointReference(source, endpoint.Name, replica));
            }

            string variable = $"{EnvironmentVariableName.Encode(source.Name)}_{EnvironmentVariableName.Encode(endpoint.Name)}";
            context.EnvironmentVariables[variable.ToUpperInvariant()] = new EndpointReference(source, endpoint.Name);
        }
    }

    public static async Task AddExternalServiceAsync(EnvironmentCallbackContext context, ExternalServiceResource service)
    {
        if (context.Model.Current(service) is IResourceWithEndpoints replacement)
        {
            await AddEndpointsAsync(context, replacement, only: null).ConfigureAwait(false);
            return;
        }

        // Needs no endpoints: the address is a text or a parameter.
        ValueProviderContext values = new() { Endpoints = new NoEndpoints(), Current = context.Model.Current };
        Uri address = new(await service.GetValueAsync(values, context.CancellationToken).ConfigureAwait(false) ?? "");
        context.EnvironmentVariables[EnvironmentVariableName.Encode(service.Name).ToUpperInvariant()] = address.ToString();
        context.EnvironmentVariables[$"services__{service.Name}__{address.Scheme}__0"] = address.ToString();
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

    private sealed class NoEndpoints : IEndpointAllocations
    {
        public AllocatedEndpoint Get(IResource resource, string endpointName, int replica) =>
            throw new KeyNotFoundException($"The address of an external service cannot depend on the endpoint '{endpointName}' of '{resource.Name}'.");
    }
}
