namespace TestOrchestrator.Engine.Tests.Waiting;

/// <summary>What every clock promises. The fake is run against it as well as the real one, so that the fake cannot lie.</summary>
public abstract class TimeProviderContract
{
    protected abstract TimeProvider Clock { get; }

    [TestMethod]
    public async Task A_delay_ends_when_its_time_has_passed()
    {
        DateTimeOffset before = Clock.GetUtcNow();
        Task delay = Task.Delay(TimeSpan.FromMilliseconds(20), Clock, CancellationToken.None);

        await PassAsync(TimeSpan.FromMilliseconds(40));

        await delay.Soon();
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20), Clock.GetUtcNow() - before);
    }

    [TestMethod]
    public async Task A_wait_times_out()
    {
        Task wait = new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(20), Clock);

        await PassAsync(TimeSpan.FromMilliseconds(40));

        await Assert.ThrowsExactlyAsync<TimeoutException>(() => wait).Soon();
    }

    [TestMethod]
    public async Task A_source_is_canceled_after_its_time()
    {
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(20), Clock);

        await PassAsync(TimeSpan.FromMilliseconds(40));

        await Eventually.IsTrueAsync(() => source.IsCancellationRequested);
    }

    [TestMethod]
    public async Task A_timer_that_repeats_does()
    {
        int ticks = 0;
        await using ITimer timer = Clock.CreateTimer(_ => Interlocked.Increment(ref ticks), null, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));

        await PassAsync(TimeSpan.FromMilliseconds(40));

        await Eventually.IsTrueAsync(() => Volatile.Read(ref ticks) >= 2);
    }

    [TestMethod]
    public async Task A_timer_without_a_due_time_does_nothing_until_it_has_one()
    {
        TaskCompletionSource ticked = new();
        await using ITimer timer = Clock.CreateTimer(_ => ticked.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await PassAsync(TimeSpan.FromMilliseconds(20));
        bool early = ticked.Task.IsCompleted;

        timer.Change(TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        await PassAsync(TimeSpan.FromMilliseconds(40));

        await ticked.Task.Soon();
        Assert.IsFalse(early);
    }

    protected abstract Task PassAsync(TimeSpan time);
}
