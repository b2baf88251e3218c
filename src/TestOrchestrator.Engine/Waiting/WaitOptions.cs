using System.Diagnostics;

namespace TestOrchestrator.Engine.Waiting;

/// <summary>How long and how often a wait looks. Immutable.</summary>
public sealed record WaitOptions
{
    // A service that does not come up would fill its log with looks.
    private static readonly TimeSpan s_impatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patientInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the pause after the first look.</summary>
    /// <value>The default is 1 ms: what a test waits for is usually a few milliseconds away.</value>
    public TimeSpan FirstInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets the longest pause of the first second; pauses grow by a quarter until they reach it.</summary>
    /// <value>The default is 20 ms. What takes longer than a second is looked at four times a second at least.</value>
    public TimeSpan LongestInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the limit of the whole wait.</summary>
    /// <value>There is no default. A debugger that is attached suspends it.</value>
    public required TimeSpan Timeout { get; init; }

    internal TimeSpan EffectiveTimeout => Effective(Timeout);

    /// <summary>Gets a limit as it holds now: not at all while a debugger is attached.</summary>
    internal static TimeSpan Effective(TimeSpan limit) => Debugger.IsAttached ? System.Threading.Timeout.InfiniteTimeSpan : limit;

    internal TimeSpan Next(TimeSpan interval, TimeSpan waited)
    {
        TimeSpan longest = waited < s_impatience || LongestInterval > s_patientInterval ? LongestInterval : s_patientInterval;
        return interval * 1.25 < longest ? interval * 1.25 : longest;
    }
}
