using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Has <see cref="EndpointProperty.IPV4Host"/> be the address of the application: for Aspire it is 127.0.0.1 whatever was allocated. Of a
/// server that is a container elsewhere, every endpoint gets that address: its program is in no container's network. Stateless.
/// </summary>
internal sealed class ApplicationHost : IExecutionConfigurationGatherer
{
    public ValueTask GatherAsync(
        IExecutionConfigurationGathererContext context,
        IResource resource,
        ILogger resourceLogger,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < context.Arguments.Count; i++)
        {
            context.Arguments[i] = Replace(context.Arguments[i], resource);
        }

        foreach ((string name, object value) in context.EnvironmentVariables.ToArray())
        {
            context.EnvironmentVariables[name] = Replace(value, resource);
        }

        return ValueTask.CompletedTask;
    }

    private static object Replace(object value, IResource resource)
    {
        if (value is not IValueProvider provider)
        {
            return value;
        }

        EndpointReferenceExpression[] endpoints = [.. Endpoints(value, [])];
        bool concerns = endpoints.Any(e => resource.IsContainer() || e.Property == EndpointProperty.IPV4Host);
        return concerns && endpoints.All(e => IsAllocated(e.Endpoint))
            ? new OnApplicationNetwork(provider)
            : value;
    }

    private static IEnumerable<EndpointReferenceExpression> Endpoints(object value, HashSet<object> seen) =>
        !seen.Add(value) ? []
        : value is EndpointReferenceExpression endpoint ? [endpoint]
        : value is EndpointReference reference ? [reference.Property(EndpointProperty.Url)]
        : value is IValueWithReferences references ? references.References.SelectMany(r => Endpoints(r, seen))
        : [];

    // A value that contains an endpoint waits until that has an address on the network that it is asked for.
    private static bool IsAllocated(EndpointReference endpoint) =>
        endpoint.Exists && endpoint.EndpointAnnotation.AllAllocatedEndpoints
            .Any(e => e.NetworkID == EndpointAllocation.ApplicationNetwork);

    private sealed class OnApplicationNetwork(IValueProvider value) : IValueProvider, IValueWithReferences
    {
        public IEnumerable<object> References => [value];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            GetValueAsync(new ValueProviderContext(), cancellationToken);

        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            ValueProviderContext inApplication = new()
            {
                ExecutionContext = context.ExecutionContext,
                Caller = context.Caller,
                Network = EndpointAllocation.ApplicationNetwork,
            };
            return value.GetValueAsync(inApplication, cancellationToken);
        }
    }
}
