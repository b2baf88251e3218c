namespace TestOrchestrator.AppModel.Containers;

/// <summary>Adds containers.</summary>
public static class ContainerBuilderExtensions
{
    /// <summary>Adds a container. Only the lane <c>containers</c> can run it; another lane says so.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="image">The image; it may carry a tag, as in <c>nginx:1.27</c>.</param>
    /// <returns>A builder for the container.</returns>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image)
    {
        ArgumentNullException.ThrowIfNull(image);

        // "registry:5000/nginx:1.27": only a colon behind the last slash starts a tag.
        int colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/')
            ? builder.AddContainer(name, image[..colon], image[(colon + 1)..])
            : builder.AddContainer(name, image, "latest");
    }

    /// <summary>Adds a container. Only the lane <c>containers</c> can run it; another lane says so.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="image">The image, without its tag.</param>
    /// <param name="tag">The tag of the image.</param>
    /// <returns>A builder for the container.</returns>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        return builder.AddResource(new ContainerResource(name, image, tag));
    }

    /// <summary>States how long the container lives. Lanes without containers give each application servers of its own in milliseconds, whatever is stated.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The container.</param>
    /// <param name="lifetime">How long it lives; the default of a container is <see cref="ContainerLifetime.Session"/>.</param>
    /// <returns>The container's builder.</returns>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : IContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ContainerLifetimeAnnotation { Lifetime = lifetime }, ResourceAnnotationMutationBehavior.Replace);
    }
}
