using System.Diagnostics;
using System.Net;
using Bench.Cases;
using Bench.Measuring;
using Bench.Options;

namespace Bench.Peers;

/// <summary>docker-compose starting Postgres and Redis alone, from images with the data directory already made: no service, no database of the application's own.</summary>
internal static class ComposePeer
{
    private const int WarmUp = 1;
    private const int Runs = 8;

    // As in docker-compose.yml.
    private static readonly IPEndPoint s_postgres = new(IPAddress.Parse("127.86.0.1"), 5432);
    private static readonly IPEndPoint s_redis = new(IPAddress.Parse("127.86.0.1"), 6379);

    public static async Task<Row?> MeasureAsync(Report report, BenchOptions options)
    {
        if (!await ContainerImage.IsThereAsync(report, "docker-compose", "docker", "docker-compose"))
        {
            return null;
        }

        string directory = Path.Combine(BenchRun.Project, "Peers", "compose");
        return await Series.MeasureOthersAsync("docker-compose, Postgres and Redis only", WarmUp, options.RunsOr(Runs), () => MeasureOneAsync(directory));
    }

    private static async Task<Sample> MeasureOneAsync(string directory)
    {
        long begin = Stopwatch.GetTimestamp();
        await ExternalCommand.MustAsync(directory, "docker-compose", "up", "-d");
        await Task.WhenAll(ServerHello.AnswersAsync(s_postgres, ServerHello.Postgres), ServerHello.AnswersAsync(s_redis, ServerHello.Redis));
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        long end = Stopwatch.GetTimestamp();
        await ExternalCommand.MustAsync(directory, "docker-compose", "down", "-t", "0");
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
