using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Has values be those of the one network that the engine has. <see cref="EndpointProperty.IPV4Host"/> is the address of the application:
/// for Aspire it is 127.0.0.1 whatever was allocated, unless the value is for a container. A <see cref="HostUrl"/> is itself: for a container
/// Aspire would ask DCP under which name the host is reached. Stateless.
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

        object[] parts = [.. Parts(value, [])];
        EndpointReferenceExpression[] endpoints = [.. parts.OfType<EndpointReferenceExpression>()];
        return parts.OfType<HostUrl>().Any() ? new OnNetwork(provider, KnownNetworkIdentifiers.LocalhostNetwork)
            : endpoints.Any(e => e.Property == EndpointProperty.IPV4Host) && endpoints.All(e => IsAllocated(e.Endpoint))
                ? new OnNetwork(provider, KnownNetworkIdentifiers.DefaultAspireContainerNetwork)
            : value;
    }

    private static IEnumerable<object> Parts(object value, HashSet<object> seen) =>
        !seen.Add(value) ? []
        : value is IValueWithReferences references and not EndpointReferenceExpression
            ? references.References.SelectMany(r => Parts(r, seen))
        : [value];

    // A value that contains an endpoint waits until that has an address on the network that it is asked for.
    private static bool IsAllocated(EndpointReference endpoint) =>
        endpoint.Exists && endpoint.EndpointAnnotation.AllAllocatedEndpoints
            .Any(e => e.NetworkID == KnownNetworkIdentifiers.DefaultAspireContainerNetwork);

    private sealed class OnNetwork(IValueProvider value, NetworkIdentifier network) : IValueProvider, IValueWithReferences
    {
        public IEnumerable<object> References => [value];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            GetValueAsync(new ValueProviderContext(), cancellationToken);

        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            ValueProviderContext other = new()
            {
                ExecutionContext = context.ExecutionContext,
                Caller = context.Caller,
                Network = network,
            };
            return value.GetValueAsync(other, cancellationToken);
        }
    }
}
