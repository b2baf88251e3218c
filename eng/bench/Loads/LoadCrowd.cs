using System.Diagnostics;
using Bench.Machines;

namespace Bench.Loads;

/// <summary>Many connections that stand at the same time: all are opened, then each asks three times, all together.</summary>
internal static class LoadCrowd
{
    private const int Rounds = 3;

    // As many are opened at a time as a server's queue of connections holds with ease.
    private const int Openers = 64;

    public static async Task<LoadResult> RunAsync(LoadTask task)
    {
        LoadTarget target = new(task);
        CrowdMember[] all = [.. Enumerable.Range(0, task.Connections).Select(_ => new CrowdMember(target))];
        double watched = Watched(task);
        double own = ProcessorTime.OfThisProcess();
        long begin = Stopwatch.GetTimestamp();

        // Who is not done by then is counted as failed.
        using CancellationTokenSource limit = new(task.Window, TimeProvider.System);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = Openers }, async (one, _) => await one.TryAsync(one.OpenAsync, limit.Token));
        double opening = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        int opened = all.Count(one => one.Failure is null);
        for (int i = 0; i < Rounds; i++)
        {
            await Task.WhenAll(all.Select(one => one.TryAsync(one.ExchangeAsync, limit.Token)));
        }

        double[] latencies = [.. all.SelectMany(one => one.Latencies).Order()];
        LoadResult result = new()
        {
            Opened = opened,
            OpenSeconds = opening,
            Requests = latencies.Length,
            Failures = (task.Connections * Rounds) - latencies.Length,
            Problem = all.Select(one => one.Failure).FirstOrDefault(f => f is not null),
            Seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds - opening,
            P50 = At(latencies, 0.5),
            P99 = At(latencies, 0.99),
            WatchedMilliseconds = Watched(task) - watched,
            OwnMilliseconds = ProcessorTime.OfThisProcess() - own,
            WatchedMemory = task.Watched is { } pid ? Memory.Resident(ProcessTree.Of(pid)) : 0,
        };
        Array.ForEach(all, one => one.Dispose());
        return result;
    }

    private static double Watched(LoadTask task) => task.Watched is { } pid ? ProcessorTime.Of(pid) : 0;

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
