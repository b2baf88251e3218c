using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Proxy.Clients;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>Has containers with WithProxy find their proxies, and trust the authority, from inside. Stateless.</summary>
internal static class ContainerProxies
{
    private const string CollectionName = "testorchestrator-authority";

    /// <summary>Gets the containers that use a proxy.</summary>
    public static IReadOnlyList<ContainerResource> Of(DistributedApplicationModel model) =>
        [.. model.Resources.OfType<ContainerResource>().Where(static c => WaitsOf(c).Any())];

    /// <summary>Changes containers that use a proxy, before their configuration is resolved.</summary>
    /// <param name="builder">Makes builders for resources.</param>
    /// <param name="model">The resources.</param>
    /// <param name="containers">The containers.</param>
    /// <param name="reach">
    /// What leads containers of DCP to proxies. Null: the endpoint of the proxy does, as it is allocated in the network of the containers.
    /// DCP allocates it with its own tunnel, a container that it makes for an application in which containers depend on endpoints of the
    /// machine.
    /// </param>
    public static void Apply(
        IDistributedApplicationBuilder builder,
        DistributedApplicationModel model,
        IReadOnlyCollection<ContainerResource> containers,
        Func<InterceptingProxyResource, CancellationToken, Task<Uri>>? reach)
    {
        if (containers.Count == 0)
        {
            return;
        }

        // Containers are known by their names, alone or in Aspire's domain, which has the programs of the machine, too.
        ImmutableArray<string> direct =
            ["localhost", "127.0.0.1", "::1", ".dev.internal", .. model.Resources.Where(static r => r.IsContainer()).Select(static r => r.Name)];
        CertificateAuthorityCollection trusted = new(CollectionName);
        trusted.Certificates.Add(UserAuthority.OfUser.Authority.GetCertificate());
        IResourceBuilder<CertificateAuthorityCollection> collection = builder.CreateResourceBuilder(trusted);
        foreach (ContainerResource container in containers)
        {
            if (reach is not null)
            {
                // The proxy runs already, and to wait for it would make DCP build its tunnel.
                foreach (WaitAnnotation wait in WaitsOf(container).ToArray())
                {
                    container.Annotations.Remove(wait);
                }
            }

            IResourceBuilder<ContainerResource> resource = builder.CreateResourceBuilder(container).WithCertificateAuthorityCollection(collection);
            if (container.Annotations.OfType<CertificateAuthorityCollectionAnnotation>().Last().Scope is null)
            {
                // One file has everything that is trusted: some programs read no other.
                resource.WithCertificateTrustScope(CertificateTrustScope.System);
            }

            resource.WithCertificateTrustConfiguration(context => ChangeAsync(context, direct, reach));
        }
    }

    private static IEnumerable<WaitAnnotation> WaitsOf(ContainerResource container) =>
        container.Annotations.OfType<WaitAnnotation>().Where(static w => w.Resource is InterceptingProxyResource);

    private static async Task ChangeAsync(
        CertificateTrustConfigurationCallbackAnnotationContext context,
        ImmutableArray<string> direct,
        Func<InterceptingProxyResource, CancellationToken, Task<Uri>>? reach)
    {
        string bundle = (await context.CertificateBundlePath.GetValueAsync(context.CancellationToken).ConfigureAwait(false))!;
        ReferenceExpression store = context.CreateCustomBundle(static (_, token) =>
            File.ReadAllBytesAsync(TrustFiles.Of(UserAuthority.OfUser.Authority).JavaTrustStore, token));
        TrustFiles files = new()
        {
            Bundle = bundle,
            Certificate = bundle,
            JavaTrustStore = (await store.GetValueAsync(context.CancellationToken).ConfigureAwait(false))!,
        };
        foreach ((string name, object value) in context.EnvironmentVariables.ToArray())
        {
            if (value is ProxyVariable variable)
            {
                context.EnvironmentVariables[name] = variable with
                {
                    Values = proxy => ProxyEnvironment.For(proxy, direct, files),
                    Reach = reach,
                };
            }
        }
    }
}
