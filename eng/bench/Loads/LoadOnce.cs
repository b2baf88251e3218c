using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bench.Loads;

/// <summary>One request, tried again and again until a program that is being started answers it.</summary>
internal static class LoadOnce
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    public static async Task<LoadResult> RunAsync(LoadTask task)
    {
        LoadTarget target = new(task);
        long begin = task.Begin ?? Stopwatch.GetTimestamp();
        byte[] buffer = LoadConnection.NewBuffer();
        while (true)
        {
            try
            {
                using LoadConnection connection = new(target, buffer);
                connection.Exchange();
                double took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
                return new() { Requests = 1, P50 = took, P99 = took, Seconds = took / 1000 };
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidDataException or AuthenticationException && Stopwatch.GetElapsedTime(begin) < s_limit)
            {
                await Task.Delay(s_pause, TimeProvider.System);
            }
        }
    }
}
