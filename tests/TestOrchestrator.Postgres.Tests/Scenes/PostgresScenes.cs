using System.Diagnostics;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Scenes;

/// <summary>What this program does in a process of its own.</summary>
internal static class PostgresScenes
{
    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
        ["bench"] = Bench,
        ["image"] = Image,
    };

    private static async Task<string> Bench(string[] args)
    {
        Lane lane = args[0] == "real" ? Lane.Real : Lane.Fast;
        long t0 = Stopwatch.GetTimestamp();
        await using TemporaryRun run = TemporaryRun.Start(lane);
        List<double> start = [], use = [], stop = [];
        for (int i = 0; i < 30; i++)
        {
            long t = Stopwatch.GetTimestamp();
            RunningApplication app = await run.StartAsync(b => b.AddPostgres("pg").AddDatabase("db"));
            start.Add(Stopwatch.GetElapsedTime(i == 0 ? t0 : t).TotalMilliseconds);
            t = Stopwatch.GetTimestamp();
            await Databases.Sql.ScalarAsync(app, "db", "select 1");
            use.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
            t = Stopwatch.GetTimestamp();
            await app.DisposeAsync();
            stop.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
        }

        long t2 = Stopwatch.GetTimestamp();
        await run.Run.DisposeAsync();
        return $"first {start[0]:0} median start {Median(start):0.0} use0 {use[0]:0} use {Median(use):0.0} stop {Median(stop):0.0} run end {Stopwatch.GetElapsedTime(t2).TotalMilliseconds:0} cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds:0}";
    }

    private static Task<string> Image(string[] args)
    {
        string source = args[0];
        long t = Stopwatch.GetTimestamp();
        DirectoryImage image = DirectoryImage.Load(source);
        double load = Stopwatch.GetElapsedTime(t).TotalMilliseconds;
        List<double> write = [], delete = [];
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (int i = 0; i < 20; i++)
        {
            string target = $"/dev/shm/to-image-{Environment.ProcessId}";
            t = Stopwatch.GetTimestamp();
            image.Write(target);
            write.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
            t = Stopwatch.GetTimestamp();
            Directory.Delete(target, true);
            delete.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
        }

        return Task.FromResult($"load {load:0} write {Median(write):0.0} min {write.Min():0.0} delete {Median(delete):0.0} cpu each {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / 20:0.0}");
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);
}
