using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Has values be those of the network that a program of the engine is in. <see cref="EndpointProperty.IPV4Host"/> is the address of the
/// application: for Aspire it is 127.0.0.1 whatever was allocated. Of a server that is a container elsewhere, every endpoint gets that
/// address: its program is in no container's network. A <see cref="HostUrl"/> is itself: for a container Aspire would ask DCP under which
/// name the host is reached. Stateless.
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

        object[] parts = [.. Parts(value, [])];
        if (parts.OfType<HostUrl>().Any())
        {
            return new OnNetwork(provider, KnownNetworkIdentifiers.LocalhostNetwork);
        }

        EndpointReferenceExpression[] endpoints = [.. parts.OfType<EndpointReferenceExpression>()];
        bool concerns = endpoints.Any(e => resource.IsContainer() || e.Property == EndpointProperty.IPV4Host);
        return concerns && endpoints.All(e => IsAllocated(e.Endpoint))
            ? new OnNetwork(provider, EndpointAllocation.ApplicationNetwork)
            : value;
    }

    private static IEnumerable<object> Parts(object value, HashSet<object> seen) =>
        !seen.Add(value) ? []
        : value is EndpointReference reference ? [reference.Property(EndpointProperty.Url)]
        : value is IValueWithReferences references and not EndpointReferenceExpression
            ? references.References.SelectMany(r => Parts(r, seen))
        : [value];

    // A value that contains an endpoint waits until that has an address on the network that it is asked for.
    private static bool IsAllocated(EndpointReference endpoint) =>
        endpoint.Exists && endpoint.EndpointAnnotation.AllAllocatedEndpoints
            .Any(e => e.NetworkID == EndpointAllocation.ApplicationNetwork);

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
