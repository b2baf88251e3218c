using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>Tells when something that has ended by itself is started again. Not thread-safe.</summary>
/// <param name="annotation">What was stated; null for never.</param>
internal sealed class RestartSchedule(RestartDefinition? annotation)
{
    private TimeSpan _next = annotation?.Delay ?? TimeSpan.Zero;

    /// <summary>Whether anything is ever started again.</summary>
    public bool IsAny => annotation is { Policy: not RestartPolicy.Never };

    /// <summary>Tells how long to wait before the next start, and makes the time after that longer.</summary>
    /// <param name="exit">How it ended; null if it could not be started.</param>
    /// <param name="ranFor">How long it was up.</param>
    /// <returns>The delay; null if it is not started again.</returns>
    public TimeSpan? Next(ProcessExit? exit, TimeSpan ranFor)
    {
        if (annotation is null || annotation.Policy == RestartPolicy.Never || (annotation.Policy == RestartPolicy.OnFailure && exit is { IsSuccess: true }))
        {
            return null;
        }

        // What ran for long has a new reason to end.
        TimeSpan delay = ranFor >= annotation.MaxDelay ? annotation.Delay : _next;
        _next = delay * 2 < annotation.MaxDelay ? delay * 2 : annotation.MaxDelay;
        return delay;
    }
}
