using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Hosting.Local;

#pragma warning disable IDE0130
namespace Aspire.Hosting;
#pragma warning restore IDE0130

/// <summary>Replaces resources of an app host, as a test class does in <c>ConfigureApp</c>.</summary>
public static class ReplaceResourceExtensions
{
    /// <summary>
    /// Puts another resource in the place of one. What refers to the endpoints of the old one gets those of the new one, and what waits
    /// for it waits for the new one.
    /// </summary>
    /// <remarks>
    /// An endpoint is found by its name, else by its scheme. Connection strings of the old resource are not led to the new one.
    /// </remarks>
    /// <typeparam name="T">The type of the new resource.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, in any case.</param>
    /// <param name="add">
    /// Adds the new resource under the name that it is given: <c>(b, name) => b.AddExternalService(name, "https://api.example.com/")</c>.
    /// </param>
    /// <returns>A builder for the new resource.</returns>
    /// <exception cref="ArgumentException">There is no such resource; the message lists those that there are.</exception>
    public static IResourceBuilder<T> ReplaceResource<T>(
        this IDistributedApplicationBuilder builder,
        string name,
        Func<IDistributedApplicationBuilder, string, IResourceBuilder<T>> add)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(add);
        IResource old = builder.Resources.FirstOrDefault(r => StringComparer.OrdinalIgnoreCase.Equals(r.Name, name))
            ?? throw new ArgumentException($"TO1122: The application has no resource '{name}'. It has: {string.Join(", ", builder.Resources.Select(r => $"'{r.Name}'"))}.", nameof(name));
        builder.Resources.Remove(old);
        IResourceBuilder<T> replacement = add(builder, old.Name);
        if (replacement.Resource is ExternalServiceResource external)
        {
            builder.Eventing.Subscribe<BeforeStartEvent>(async (_, token) => Allocate(old, await UrlOfAsync(external, token).ConfigureAwait(false)));
        }
        else
        {
            builder.Eventing.Subscribe<ResourceEndpointsAllocatedEvent>(replacement.Resource, (_, _) =>
            {
                Allocate(old, replacement.Resource);
                return Task.CompletedTask;
            });
        }

        return replacement;
    }

    private static async Task<Uri> UrlOfAsync(ExternalServiceResource external, CancellationToken cancellationToken) => external.Uri
        ?? new(await external.UrlParameter!.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? throw new DistributedApplicationException($"The address of '{external.Name}' has no value."));

    private static void Allocate(IResource old, Uri url)
    {
        foreach (EndpointAnnotation endpoint in old.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.UriScheme = url.Scheme;
            Allocate(endpoint, url.Host, url.Port);
        }
    }

    private static void Allocate(IResource old, IResource replacement)
    {
        EndpointAnnotation[] endpoints = [.. replacement.Annotations.OfType<EndpointAnnotation>()];
        foreach (EndpointAnnotation endpoint in old.Annotations.OfType<EndpointAnnotation>())
        {
            EndpointAnnotation? found = endpoints.FirstOrDefault(e => StringComparer.OrdinalIgnoreCase.Equals(e.Name, endpoint.Name)) ?? endpoints.FirstOrDefault(e => e.UriScheme == endpoint.UriScheme);
            if (found?.AllocatedEndpoint is { } allocated)
            {
                Allocate(endpoint, allocated.Address, allocated.Port);
            }
        }
    }

    private static void Allocate(EndpointAnnotation endpoint, string host, int port)
    {
        endpoint.AllocatedEndpoint = new(endpoint, host, port, EndpointBindingMode.SingleAddress, port.ToString(System.Globalization.CultureInfo.InvariantCulture), endpoint.DefaultNetworkID);
        NetworkIdentifier[] networks =
        [
            KnownNetworkIdentifiers.LocalhostNetwork,
            KnownNetworkIdentifiers.DefaultAspireContainerNetwork,
            EndpointAllocation.ApplicationNetwork,
        ];
        foreach (NetworkIdentifier network in networks.Where(n => n != endpoint.DefaultNetworkID))
        {
            endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(network, new(endpoint, host, port, EndpointBindingMode.SingleAddress, null, network));
        }
    }
}
