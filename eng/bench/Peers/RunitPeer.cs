using System.Diagnostics;
using Bench.Groups;
using Bench.Machines;
using Bench.Measuring;
using Bench.Options;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace Bench.Peers;

/// <summary>
/// runit supervising the same three processes: a runsvdir with three runsv, each with a logger. It does not know when a service is ready:
/// it is measured until it says that all run, and until the server answers as well.
/// </summary>
internal static class RunitPeer
{
    private const int WarmUp = 3;
    private const int Runs = 20;

    private static readonly string[] s_programs = ["runsvdir", "runsv", "svlogd"];
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    // runsvdir waits until the second is over in which its directory was changed. That is not charged to it.
    private static readonly TimeSpan s_untilOld = TimeSpan.FromSeconds(1.2);

    // The shell needs a moment to start its child, which is to be ended, too.
    private static readonly TimeSpan s_untilComplete = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <param name="report">Learns what is missing.</param>
    /// <param name="options">How many runs.</param>
    /// <param name="run">A run whose Redis server is the one that runit runs, too.</param>
    public static async Task<Row?> MeasureAsync(Report report, BenchOptions options, EngineRun run)
    {
        if (s_programs.FirstOrDefault(p => ProgramPath.InPath(p) is null) is { } missing)
        {
            report.Miss("runit", $"there is no '{missing}' in PATH. On Debian: sudo apt-get install runit");
            return null;
        }

        string redis = await RedisScript.FindAsync(run);
        return await Series.MeasureOthersAsync($"runit, 1 group of {Group.Size}", WarmUp, options.RunsOr(Runs), () => MeasureOneAsync(redis));
    }

    private static async Task<Sample> MeasureOneAsync(string redis)
    {
        string directory = Directory.CreateTempSubdirectory("bench-runit-").FullName;
        try
        {
            string[] services =
            [
                RunitService.Write(directory, "sleeper", Quote(Group.Sleeper)),
                RunitService.Write(directory, "shell", Quote(Group.Shell)),
                RunitService.Write(directory, Group.Server, redis),
            ];
            await Task.Delay(s_untilOld, TimeProvider.System);

            long begin = Stopwatch.GetTimestamp();
            using Process runsvdir = Process.Start("runsvdir", [Path.Combine(directory, "services")]);
            await RunAsync(services);
            Sample sample = new() { [Columns.Running] = Series.Since(begin) };
            await ServerHello.AnswersAsync(RedisScript.Address, ServerHello.Redis);
            sample[Columns.Started] = Series.Since(begin);

            await EndAsync(runsvdir);
            return sample;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // What sv status reads, without a process for each look.
    private static async Task RunAsync(string[] services)
    {
        string[] states = [.. services.SelectMany(service => new[] { Path.Combine(service, "supervise", "stat"), Path.Combine(service, "log", "supervise", "stat") })];
        long begin = Stopwatch.GetTimestamp();
        while (!states.All(IsRun))
        {
            if (Stopwatch.GetElapsedTime(begin) > s_limit)
            {
                throw new TimeoutException($"runit did not run its services within {s_limit.TotalSeconds:0} s.");
            }

            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    private static bool IsRun(string state)
    {
        try
        {
            return File.ReadAllText(state) == "run\n";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Not its own way: runsv waits for its logger, and that for everybody who holds the pipe, such as what has left the session of the shell.
    private static async Task EndAsync(Process runsvdir)
    {
        await Task.Delay(s_untilComplete, TimeProvider.System);
        ProcessIdentity[] all = ProcessTree.Descendants(runsvdir.Id);
        runsvdir.Kill();
        await runsvdir.WaitForExitAsync();
        foreach (ProcessIdentity process in all.Where(ProcessTree.IsAlive))
        {
            _ = Libc.Kill(process.Pid, Libc.SigKill);
        }

        while (all.Any(ProcessTree.IsAlive))
        {
            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    private static string Quote(string[] words) => string.Join(' ', words.Select(word => $"'{word}'"));
}
