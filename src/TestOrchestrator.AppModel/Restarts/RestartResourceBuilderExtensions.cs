using TestOrchestrator.AppModel.Executables;

namespace TestOrchestrator.AppModel.Restarts;

/// <summary>States whether a program that has ended by itself is started again.</summary>
public static class RestartResourceBuilderExtensions
{
    /// <summary>States that the program is started again when it ends by itself.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="policy">When. Without this, never.</param>
    /// <param name="delay">The first delay, which doubles each time; the default is 1 second.</param>
    /// <param name="maxDelay">The longest delay; the default is 1 minute.</param>
    /// <returns>The program's builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A delay is not longer than nothing, or the longest is shorter than the first.</exception>
    public static IResourceBuilder<ExecutableResource> WithRestart(this IResourceBuilder<ExecutableResource> builder, RestartPolicy policy, TimeSpan? delay = null, TimeSpan? maxDelay = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RestartAnnotation annotation = new() { Policy = policy };
        annotation = annotation with { Delay = delay ?? annotation.Delay, MaxDelay = maxDelay ?? annotation.MaxDelay };
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(annotation.Delay, TimeSpan.Zero, nameof(delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(annotation.MaxDelay, annotation.Delay, nameof(maxDelay));
        return builder.WithAnnotation(annotation, ResourceAnnotationMutationBehavior.Replace);
    }
}
