using System.Diagnostics;
using Bench.Machines;

namespace Bench.Loads;

/// <summary>A number of clients for a while: first they warm up, then they count. Used once.</summary>
internal sealed class LoadWindow(LoadTask task) : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int SharedBy = 100;

    private readonly ManualResetEventSlim _enough = new();
    private volatile LoadPhase _phase = LoadPhase.WarmingUp;
    private int _counted;

    public LoadPhase Phase => _phase;

    /// <summary>Counts a request; the last one that is wanted ends the window.</summary>
    public void Count()
    {
        if (task.Requests is { } wanted && Interlocked.Increment(ref _counted) >= wanted)
        {
            _enough.Set();
        }
    }

    public LoadResult Run()
    {
        LoadTarget target = new(task);
        LoadThread[] clients = [.. Enumerable.Range(0, task.Connections).Select(_ => new LoadThread(this, task, target))];
        Thread[] threads = [.. clients.Select(c => new Thread(c.Run, StackBytes) { IsBackground = true })];
        Array.ForEach(threads, t => t.Start());
        _ = _enough.Wait(task.WarmUp);

        double watched = Watched();
        double own = ProcessorTime.OfThisProcess();
        long begin = Stopwatch.GetTimestamp();
        _phase = LoadPhase.Counting;
        _ = _enough.Wait(task.Window);
        _phase = LoadPhase.Over;
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        watched = Watched() - watched;
        own = ProcessorTime.OfThisProcess() - own;

        Array.ForEach(threads, t => t.Join());
        long[] latencies = [.. clients.SelectMany(c => c.Latencies).Order()];
        int failures = clients.Sum(c => c.Failures);
        Exception? failure = clients.Select(c => c.LastFailure).FirstOrDefault(f => f is not null);
        return new()
        {
            // A few connections may be lost; then the window is still one of this proxy.
            Problem = latencies.Length == 0 || failures > latencies.Length / SharedBy ? $"{failures} requests failed, {latencies.Length} were answered. One failed so: {failure?.Message}" : null,
            Requests = latencies.Length,
            Failures = failures,
            Resumed = clients.Sum(c => c.Resumed),
            Seconds = seconds,
            P50 = Milliseconds(latencies, 0.5),
            P99 = Milliseconds(latencies, 0.99),
            WatchedMilliseconds = watched,
            OwnMilliseconds = own,
        };
    }

    public void Dispose() => _enough.Dispose();

    private double Watched() => task.Watched is { } pid ? ProcessorTime.Of(pid) : 0;

    private static double Milliseconds(long[] sorted, double share) =>
        sorted.Length == 0 ? 0 : Stopwatch.GetElapsedTime(0, sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)]).TotalMilliseconds;
}
