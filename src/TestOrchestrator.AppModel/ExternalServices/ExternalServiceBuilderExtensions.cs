using TestOrchestrator.AppModel.Parameters;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.ExternalServices;

/// <summary>Adds services that the application uses and does not run.</summary>
public static class ExternalServiceBuilderExtensions
{
    /// <summary>Adds an external service.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="url">Its absolute http or https address, checked when the model is built.</param>
    /// <returns>A builder for the service.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, string url)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(url);
        return builder.AddResource(new ExternalServiceResource(name, url));
    }

    /// <summary>Adds an external service.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="uri">Its absolute http or https address, checked when the model is built.</param>
    /// <returns>A builder for the service.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return builder.AddExternalService(name, uri.OriginalString);
    }

    /// <summary>Adds an external service whose address is a parameter.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="urlParameter">The parameter.</param>
    /// <returns>A builder for the service.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> urlParameter)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(urlParameter);
        return builder.AddResource(new ExternalServiceResource(name, urlParameter.Resource))
            .WithAnnotation(new ReferenceAnnotation { Value = urlParameter.Resource, How = nameof(AddExternalService) });
    }
}
