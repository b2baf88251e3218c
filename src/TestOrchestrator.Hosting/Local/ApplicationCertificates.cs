using System.Net;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Hosting.Proxies;
using TestOrchestrator.Proxy.Certificates;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Gives resources with HTTPS endpoints a certificate for the address of their application, and has all others trust it, through Aspire's
/// own annotations.
/// </summary>
internal static class ApplicationCertificates
{
    private const string CollectionName = "testorchestrator-authority";

    /// <summary>Issues a certificate if a resource needs one.</summary>
    /// <param name="builder">Makes builders for resources.</param>
    /// <param name="resources">All resources that run.</param>
    /// <param name="address">The address of the application.</param>
    public static void Give(IDistributedApplicationBuilder builder, IReadOnlyCollection<IResource> resources, IPAddress address)
    {
        if (!resources.Any(HasTls))
        {
            return;
        }

        CertificateAuthority authority = UserAuthority.OfUser.Authority;
        ServerCertificate issued = authority.IssueServerCertificate(["localhost", "*.dev.internal"], [address]);
        X509Certificate2 certificate = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem);
        CertificateAuthorityCollection trusted = new(CollectionName);
        trusted.Certificates.Add(authority.GetCertificate());
        IResourceBuilder<CertificateAuthorityCollection> collection = builder.CreateResourceBuilder(trusted);
        foreach (IResource resource in resources)
        {
            HttpsCertificateAnnotation? given = resource.Annotations.OfType<HttpsCertificateAnnotation>().LastOrDefault();
            if (HasTls(resource) && (given is null || (given.UseDeveloperCertificate == true && !address.Equals(IPAddress.Loopback))))
            {
                // The developer certificate is for localhost, and an application's own address is not that.
                resource.Annotations.Add(new HttpsCertificateAnnotation { Certificate = certificate, Password = given?.Password });
            }

            Trust(builder, resource, collection);
        }
    }

    private static bool HasTls(IResource resource) => resource.Annotations.OfType<EndpointAnnotation>().Any(e => e.TlsEnabled);

    // The properties of Aspire's annotation are set by its extension method alone, which also merges with what is there.
    private static void Trust(
        IDistributedApplicationBuilder builder,
        IResource resource,
        IResourceBuilder<CertificateAuthorityCollection> collection)
    {
        switch (resource)
        {
            case ProjectResource project:
                builder.CreateResourceBuilder(project).WithCertificateAuthorityCollection(collection);
                break;
            case ContainerResource container:
                builder.CreateResourceBuilder(container).WithCertificateAuthorityCollection(collection);
                break;
            case ExecutableResource executable:
                builder.CreateResourceBuilder(executable).WithCertificateAuthorityCollection(collection);
                break;
        }
    }
}
