using TestOrchestrator.AppModel.Projects;

namespace TestOrchestrator.AppModel.Replicas;

/// <summary>States how many instances of a resource run.</summary>
public static class ReplicaResourceBuilderExtensions
{
    /// <summary>States how many instances of the project run. Each has its own ports; what refers to the project is told all of them.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">The number of instances, at least 1.</param>
    /// <returns>The project's builder.</returns>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReplicaAnnotation { Replicas = replicas }, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Gets how many instances of a resource run.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The number of instances; 1 if nothing was stated.</returns>
    public static int GetReplicaCount(this IResource resource) =>
        resource.TryGetLastAnnotation(out ReplicaAnnotation? annotation) ? annotation.Replicas : 1;
}
