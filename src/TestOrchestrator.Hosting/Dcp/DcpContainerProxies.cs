using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Proxy.Clients;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>Has containers with WithProxy find their proxies, and trust the authority, from inside. Stateless.</summary>
internal static class DcpContainerProxies
{
    private const string CollectionName = "testorchestrator-authority";

    /// <summary>Gets the containers that use a proxy.</summary>
    public static IReadOnlyList<ContainerResource> Of(DistributedApplicationModel model) =>
        [.. model.Resources.OfType<ContainerResource>().Where(static c => WaitsOf(c).Any())];

    /// <summary>Changes the containers that use a proxy, before DCP has seen them.</summary>
    /// <param name="builder">Makes builders for resources.</param>
    /// <param name="model">The resources.</param>
    /// <param name="relays">
    /// What leads to proxies. Null: DCP's own tunnel does, a container that DCP makes for an application in which containers depend on
    /// endpoints of the machine.
    /// </param>
    public static void Apply(IDistributedApplicationBuilder builder, DistributedApplicationModel model, DcpProxyRelays? relays)
    {
        // Containers are known by their names, alone or in Aspire's domain, which has the programs of the machine, too.
        ImmutableArray<string> direct =
            ["localhost", "127.0.0.1", "::1", ".dev.internal", .. model.Resources.Where(static r => r.IsContainer()).Select(static r => r.Name)];
        CertificateAuthorityCollection trusted = new(CollectionName);
        trusted.Certificates.Add(UserAuthority.OfUser.Authority.GetCertificate());
        IResourceBuilder<CertificateAuthorityCollection> collection = builder.CreateResourceBuilder(trusted);
        foreach (ContainerResource container in Of(model))
        {
            if (relays is not null)
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

            resource.WithCertificateTrustConfiguration(context => ChangeAsync(context, direct, relays));
        }
    }

    private static IEnumerable<WaitAnnotation> WaitsOf(ContainerResource container) =>
        container.Annotations.OfType<WaitAnnotation>().Where(static w => w.Resource is InterceptingProxyResource);

    private static async Task ChangeAsync(
        CertificateTrustConfigurationCallbackAnnotationContext context,
        ImmutableArray<string> direct,
        DcpProxyRelays? relays)
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
                    Reach = relays is null ? null : relays.ReachAsync,
                };
            }
        }
    }
}
