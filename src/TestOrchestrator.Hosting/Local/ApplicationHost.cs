using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Has <see cref="EndpointProperty.IPV4Host"/> be the address of the application. For Aspire it is 127.0.0.1 whatever was allocated, unless
/// the value is for a container: there it is what was allocated, which for the engine is the same on both networks. Stateless.
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
            context.Arguments[i] = Replace(context.Arguments[i]);
        }

        foreach ((string name, object value) in context.EnvironmentVariables.ToArray())
        {
            context.EnvironmentVariables[name] = Replace(value);
        }

        return ValueTask.CompletedTask;
    }

    private static object Replace(object value)
    {
        if (value is not IValueProvider provider)
        {
            return value;
        }

        EndpointReferenceExpression[] endpoints = [.. Endpoints(value, [])];
        return endpoints.Any(e => e.Property == EndpointProperty.IPV4Host) && endpoints.All(e => IsAllocated(e.Endpoint))
            ? new OnContainerNetwork(provider)
            : value;
    }

    private static IEnumerable<EndpointReferenceExpression> Endpoints(object value, HashSet<object> seen) =>
        !seen.Add(value) ? []
        : value is EndpointReferenceExpression endpoint ? [endpoint]
        : value is IValueWithReferences references ? references.References.SelectMany(r => Endpoints(r, seen))
        : [];

    // A value that contains an endpoint waits until that has an address on the network that it is asked for.
    private static bool IsAllocated(EndpointReference endpoint) =>
        endpoint.Exists && endpoint.EndpointAnnotation.AllAllocatedEndpoints
            .Any(e => e.NetworkID == KnownNetworkIdentifiers.DefaultAspireContainerNetwork);

    private sealed class OnContainerNetwork(IValueProvider value) : IValueProvider, IValueWithReferences
    {
        public IEnumerable<object> References => [value];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            GetValueAsync(new ValueProviderContext(), cancellationToken);

        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            ValueProviderContext container = new()
            {
                ExecutionContext = context.ExecutionContext,
                Caller = context.Caller,
                Network = KnownNetworkIdentifiers.DefaultAspireContainerNetwork,
            };
            return value.GetValueAsync(container, cancellationToken);
        }
    }
}
