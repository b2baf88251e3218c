namespace TestOrchestrator.AppModel.Startup;

/// <summary>States when a resource starts.</summary>
public static class StartupResourceBuilderExtensions
{
    /// <summary>States that the resource does not start with the application, but when a test or a person starts it.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ExplicitStartupAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }
}
