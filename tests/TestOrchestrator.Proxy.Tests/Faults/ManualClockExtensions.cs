using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Faults;

internal static class ManualClockExtensions
{
    /// <summary>Moves the clock step by step, each time when somebody waits for it, until the task has completed.</summary>
    public static async Task AdvanceUntilAsync(this ManualTimeProvider clock, Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, clock.TimerArmedAsync(TimeSpan.FromDays(1))).Soon();
            clock.Advance(step);
        }

        await task;
    }
}
