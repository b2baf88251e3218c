using TestOrchestrator.AppModel.Executables;

namespace TestOrchestrator.AppModel.Logs;

/// <summary>States how the log of a program is written.</summary>
public static class LogResourceBuilderExtensions
{
    private const long LeastBytes = 4096;
    private const int LeastFiles = 2;

    /// <summary>States how the log of the program is written.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="timestamps">Whether each line begins with the time at which it was written: UTC, RFC 3339, nanoseconds.</param>
    /// <param name="maxBytes">The size at which a new file is begun, at least 4096; the default is null: one file.</param>
    /// <param name="maxFiles">How many files there are at the most, the current one included, at least 2; the default is 5.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithLog(this IResourceBuilder<ExecutableResource> builder, bool timestamps = false, long? maxBytes = null, int maxFiles = 5)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes ?? LeastBytes, LeastBytes, nameof(maxBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFiles, LeastFiles);
        return builder.WithAnnotation(new LogAnnotation { Timestamps = timestamps, MaxBytes = maxBytes, MaxFiles = maxFiles }, ResourceAnnotationMutationBehavior.Replace);
    }
}
