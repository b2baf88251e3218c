using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Containers.Networks;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Has values be those of the network that a program of the engine is in. <see cref="EndpointProperty.IPV4Host"/> is the address of the
/// application: for Aspire it is 127.0.0.1 whatever was allocated. Of a server that is a container elsewhere, every endpoint gets that
/// address: its program is in no container's network. A <see cref="HostUrl"/> is itself, and for a real container has the name by which
/// that reaches this machine: Aspire would ask DCP for it. Stateless.
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

        bool isContainer = ContainerImages.NeedsContainer(resource);
        object[] parts = [.. Parts(value, [])];
        if (parts.OfType<HostUrl>().Any())
        {
            return new OnNetwork(provider, KnownNetworkIdentifiers.LocalhostNetwork) { Host = isContainer ? ContainerNetwork.HostName : null };
        }

        if (isContainer)
        {
            // It has the endpoints as its network has them.
            return value;
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
        /// <summary>Gets the name that takes the place of this machine's own; null for none.</summary>
        public string? Host { get; init; }

        public IEnumerable<object> References => [value];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            GetValueAsync(new ValueProviderContext(), cancellationToken);

        public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
        {
            ValueProviderContext other = new()
            {
                ExecutionContext = context.ExecutionContext,
                Caller = context.Caller,
                Network = network,
            };
            string? own = await value.GetValueAsync(other, cancellationToken).ConfigureAwait(false);
            return Host is null ? own
                : own?.Replace("localhost", Host, StringComparison.OrdinalIgnoreCase).Replace("127.0.0.1", Host, StringComparison.Ordinal);
        }
    }
}
