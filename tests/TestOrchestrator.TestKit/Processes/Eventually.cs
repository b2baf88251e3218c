using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Waits for what another process does by looking; there is no event to await.</summary>
public static class Eventually
{
    private static readonly WaitOptions s_options = new() { Timeout = TimeSpan.FromSeconds(10) };

    public static Task IsTrueAsync(string what, Func<Task<bool>> look) => Wait.UntilAsync(
        what,
        async _ => await look() ? Observation.Satisfied : Observation.NotYet("that it is not"),
        s_options,
        TimeProvider.System,
        CancellationToken.None);

    public static Task IsTrueAsync(string what, Func<bool> look) => IsTrueAsync(what, () => Task.FromResult(look()));
}
