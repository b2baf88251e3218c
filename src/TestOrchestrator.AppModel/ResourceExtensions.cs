using System.Diagnostics.CodeAnalysis;

namespace TestOrchestrator.AppModel;

/// <summary>Reads the annotations of resources.</summary>
public static class ResourceExtensions
{
    /// <summary>Finds the annotation of a type that was added last.</summary>
    /// <typeparam name="T">The type of the annotation.</typeparam>
    /// <param name="resource">The resource to look at.</param>
    /// <param name="annotation">The annotation, or null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation)
        where T : class, IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }
}
