namespace TestOrchestrator.AppModel;

/// <summary>Collects the facts about one resource until the model is built.</summary>
/// <typeparam name="T">The type of the resource.</typeparam>
/// <remarks>Not thread-safe: an application model is written by one thread.</remarks>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>Gets the builder of the application that the resource belongs to.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>Gets the resource.</summary>
    T Resource { get; }

    /// <summary>States one more fact about the resource.</summary>
    /// <typeparam name="TAnnotation">The type of the fact.</typeparam>
    /// <param name="annotation">The fact.</param>
    /// <param name="behavior">What happens to facts of the same type. The default keeps them.</param>
    /// <returns>This builder.</returns>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation;
}
