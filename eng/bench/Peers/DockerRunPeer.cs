using System.Diagnostics;
using System.Net;
using Bench.Cases;
using Bench.Measuring;
using Bench.Options;

namespace Bench.Peers;

/// <summary>docker run of one Redis server.</summary>
internal static class DockerRunPeer
{
    private const int WarmUp = 2;
    private const int Runs = 12;
    private const string Container = "testorchestrator-bench-redis";

    private static readonly IPEndPoint s_published = new(IPAddress.Parse("127.86.0.2"), 6379);
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("127.86.0.3"), 6379);

    /// <summary>Measures it with a published port, as is usual, and in the network of the host, which is quicker.</summary>
    public static async Task<Row[]> MeasureAsync(Report report, BenchOptions options)
    {
        if (!await ContainerImage.IsThereAsync(report, "docker run", "docker"))
        {
            return [];
        }

        // Of a measurement that was interrupted.
        await ExternalCommand.TryAsync(BenchRun.Project, "docker", "rm", "-f", Container);
        int runs = options.RunsOr(Runs);
        return
        [
            await Series.MeasureOthersAsync("docker run redis, published port", WarmUp, runs, () => MeasureOneAsync(s_published, ["-p", $"{s_published}:6379"], "0.0.0.0")),
            await Series.MeasureOthersAsync("docker run redis, network of the host", WarmUp, runs, () => MeasureOneAsync(s_host, ["--network", "host"], $"{s_host.Address}")),
        ];
    }

    private static async Task<Sample> MeasureOneAsync(IPEndPoint address, string[] network, string bind)
    {
        string[] server = ["redis-server", "--bind", bind, "--protected-mode", "no", "--save", "", "--appendonly", "no"];
        long begin = Stopwatch.GetTimestamp();
        await ExternalCommand.MustAsync(BenchRun.Project, ["docker", "run", "-d", "--name", Container, .. network, ContainerImage.Name, .. server]);
        await ServerHello.AnswersAsync(address, ServerHello.Redis);
        Sample sample = new() { [Columns.Answered] = Series.Since(begin) };
        long end = Stopwatch.GetTimestamp();
        await ExternalCommand.MustAsync(BenchRun.Project, "docker", "rm", "-f", Container);
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
