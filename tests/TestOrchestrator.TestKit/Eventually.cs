using System.Runtime.CompilerServices;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.TestKit;

/// <summary>Waits for what nobody announces, such as the end of somebody else's process. What can be awaited is awaited instead.</summary>
public static class Eventually
{
    private static readonly WaitOptions s_options = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>Looks until <paramref name="condition"/> is true; fails naming it when it takes more than a minute.</summary>
    public static Task IsTrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        IsTrueAsync(what, () => Task.FromResult(condition()));

    /// <summary>Looks until <paramref name="look"/> returns true; fails with <paramref name="what"/> when it takes more than a minute.</summary>
    public static Task IsTrueAsync(string what, Func<Task<bool>> look) => Wait.UntilAsync(
        what,
        async _ => await look() ? Observation.Satisfied : Observation.NotYet("that it is not"),
        s_options,
        TimeProvider.System,
        CancellationToken.None);
}
