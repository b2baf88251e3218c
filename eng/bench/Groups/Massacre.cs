using System.Diagnostics;
using System.Globalization;
using Bench.Cases;
using Bench.Machines;
using Bench.Measuring;
using TestOrchestrator.Engine.Processes;

namespace Bench.Groups;

/// <summary>Many groups in a run of a process of its own, which is then killed: how long until everything runs, and until nothing does.</summary>
internal static class Massacre
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static async Task<Sample> MeasureAsync(int groups)
    {
        // Who is killed has no parent left; their processor time counts as ours, and not as others'.
        Libc.AdoptOrphans(true);
        try
        {
            return await MeasureOneAsync(groups);
        }
        finally
        {
            Libc.AdoptOrphans(false);
        }
    }

    private static async Task<Sample> MeasureOneAsync(int groups)
    {
        using Process owner = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [GroupOwner.Verb, groups.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = BenchRun.Project,
        })!;
        string[] told = (await owner.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The owner of the groups did not start them.")).Split(' ', 2);
        ProcessIdentity[] all = ProcessTree.Descendants(owner.Id);
        Sample sample = new()
        {
            [Columns.Started] = double.Parse(told[0], CultureInfo.InvariantCulture),
            ["processes"] = all.Length,
            [Columns.Memory] = Memory.Of(ProcessTree.Of(owner.Id)),
        };

        long begin = Stopwatch.GetTimestamp();
        owner.Kill();
        await GoneAsync(all);
        sample["gone ms"] = Series.Since(begin);
        while (Directory.Exists(told[1]) && Stopwatch.GetElapsedTime(begin) < s_limit)
        {
            await Task.Delay(s_look, TimeProvider.System);
        }

        sample["state gone ms"] = Series.Since(begin);
        await owner.WaitForExitAsync();
        all.ToList().ForEach(process => Libc.Reap(process.Pid));
        return sample;
    }

    // From the last: who is gone stays gone, as a pid that is used again has another start time.
    private static async Task GoneAsync(ProcessIdentity[] processes)
    {
        long begin = Stopwatch.GetTimestamp();
        int left = processes.Length;
        while (left > 0)
        {
            if (!ProcessTree.IsAlive(processes[left - 1]))
            {
                left--;
            }
            else if (Stopwatch.GetElapsedTime(begin) > s_limit)
            {
                throw new TimeoutException($"{processes.Count(ProcessTree.IsAlive)} of {processes.Length} processes were still alive after {s_limit}.");
            }
            else
            {
                await Task.Delay(s_look, TimeProvider.System);
            }
        }
    }
}
