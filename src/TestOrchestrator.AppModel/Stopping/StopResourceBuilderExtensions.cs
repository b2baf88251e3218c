using TestOrchestrator.AppModel.Executables;

namespace TestOrchestrator.AppModel.Stopping;

/// <summary>States how a program is asked to end.</summary>
public static class StopResourceBuilderExtensions
{
    /// <summary>States how the program is asked to end.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="signal">The signal; the default is SIGTERM.</param>
    /// <param name="grace">How long it may take before it is killed with everything that came from it; the default is what the run says, 2 seconds.</param>
    /// <returns>The program's builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The grace is negative.</exception>
    public static IResourceBuilder<ExecutableResource> WithStop(this IResourceBuilder<ExecutableResource> builder, StopSignal signal = StopSignal.Terminate, TimeSpan? grace = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace ?? TimeSpan.Zero, TimeSpan.Zero, nameof(grace));
        return builder.WithAnnotation(new StopAnnotation { Signal = signal, Grace = grace }, ResourceAnnotationMutationBehavior.Replace);
    }
}
