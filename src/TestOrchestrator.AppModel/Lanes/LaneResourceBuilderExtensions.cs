namespace TestOrchestrator.AppModel.Lanes;

/// <summary>Pins resources to lanes.</summary>
public static class LaneResourceBuilderExtensions
{
    /// <summary>Pins the resource to a lane, whatever lane the application runs in.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="lane">The name of the lane: <c>fast</c>, <c>real</c> or <c>containers</c>.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithLane<T>(this IResourceBuilder<T> builder, string lane)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(lane);
        return builder.WithAnnotation(new LaneAnnotation { Lane = lane }, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Gets the lane that a resource runs in.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="ofApplication">The lane of the application.</param>
    /// <returns>The lane that the resource is pinned to, or the application's.</returns>
    public static Lane GetLane(this IResource resource, Lane ofApplication) =>
        resource.TryGetLastAnnotation(out LaneAnnotation? pinned) && Lane.TryParse(pinned.Lane, out Lane lane) ? lane : ofApplication;
}
