using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Bench.Cases;
using Bench.Definitions;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace Bench.Servers;

/// <summary>One Redis server until its first answer.</summary>
internal sealed class RedisCase : ICase
{
    private const string Server = "cache";
    private const int WarmUp = 10;
    private const int Runs = 40;

    public string Name => "redis";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        Row ours = await MeasureAsync(options.RunsOr(Runs));
        report.Add(ours);
        if (options.Peers)
        {
            foreach (Row peer in await DockerRunPeer.MeasureAsync(report, options))
            {
                report.Add(peer);
                report.Compare(ours, Columns.Answered, peer, Columns.Answered);
            }
        }
    }

    private static async Task<Row> MeasureAsync(int runs)
    {
        await using EngineRun run = BenchRun.Start(Lane.Fast);
        return await Series.MeasureAsync("redis", WarmUp, runs, () => MeasureOneAsync(run));
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run)
    {
        string password = $"{Guid.NewGuid():N}";
        GroupDefinition group = GroupDefinition.Create([Units.Redis(Server, password)]);
        long begin = Stopwatch.GetTimestamp();
        RunningApplication application = await run.StartApplicationAsync(group, new() { Name = "redis" });
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        await PingAsync(application, password);
        sample[Columns.Answered] = Series.Since(begin);
        sample[Columns.Memory] = ServerMemory.Of(application);
        long end = Stopwatch.GetTimestamp();
        await application.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }

    private static async Task PingAsync(RunningApplication application, string password)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(application.GetEndpoint(Server).Address);
        await socket.SendAsync(Encoding.UTF8.GetBytes($"AUTH {password}\r\nPING\r\n"));
        byte[] buffer = new byte[256];
        string answer = "";
        while (!answer.EndsWith("+PONG\r\n", StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(buffer);
            answer += Encoding.UTF8.GetString(buffer, 0, read);
            if (read == 0 || answer.StartsWith('-'))
            {
                throw new InvalidDataException($"Redis answered '{answer}' to PING.");
            }
        }
    }
}
