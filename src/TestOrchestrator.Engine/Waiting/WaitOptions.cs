using System.Diagnostics;

namespace TestOrchestrator.Engine.Waiting;

/// <summary>How long and how often a wait looks. Immutable.</summary>
public sealed record WaitOptions
{
    /// <summary>Gets the pause after the first look.</summary>
    /// <value>The default is 1 ms: what a test waits for is usually a few milliseconds away.</value>
    public TimeSpan FirstInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets the longest pause; pauses grow by a quarter until they reach it.</summary>
    /// <value>The default is 20 ms.</value>
    public TimeSpan LongestInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the limit of the whole wait.</summary>
    /// <value>There is no default. A debugger that is attached suspends it.</value>
    public required TimeSpan Timeout { get; init; }

    internal TimeSpan EffectiveTimeout => Debugger.IsAttached ? System.Threading.Timeout.InfiniteTimeSpan : Timeout;

    internal TimeSpan Next(TimeSpan interval) => interval * 1.25 < LongestInterval ? interval * 1.25 : LongestInterval;
}
