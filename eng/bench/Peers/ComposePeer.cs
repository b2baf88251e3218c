using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Bench.Measuring;
using TestOrchestrator.Hosting.Runs;

namespace Bench.Peers;

/// <summary>docker-compose starting Postgres and Redis alone, from images that eng/bench/Peers/compose/build-image.sh has made.</summary>
internal static class ComposePeer
{
    private const int WarmUp = 1;
    private const int Runs = 8;
    private const string Image = "testorchestrator-bench/servers";

    private static readonly IPEndPoint s_postgres = new(IPAddress.Parse("127.86.0.1"), 5432);
    private static readonly IPEndPoint s_redis = new(IPAddress.Parse("127.86.0.1"), 6379);

    public static async Task RunAsync(Report report)
    {
        string directory = Path.Combine(ProjectDirectory.Of(Assembly.GetExecutingAssembly()), "Peers", "compose");
        if (await TryAsync(directory, "docker", "image", "inspect", Image) != 0)
        {
            report.Note($"docker-compose was not measured: no container engine runs, or it has no image '{Image}' (eng/bench/Peers/compose/build-image.sh makes it).");
            return;
        }

        List<Sample> samples = [];
        for (int i = 0; i < WarmUp + Runs; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await MustAsync(directory, "docker-compose", "up", "-d");
            await Task.WhenAll(AnswersAsync(s_postgres, PostgresHello), AnswersAsync(s_redis, "PING\r\n"u8.ToArray()));
            double started = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            long end = Stopwatch.GetTimestamp();
            await MustAsync(directory, "docker-compose", "down", "-t", "0");
            if (i >= WarmUp)
            {
                samples.Add(new() { Started = started, Stopped = Stopwatch.GetElapsedTime(end).TotalMilliseconds });
            }
        }

        report.Add("docker-compose, Postgres and Redis only", samples);
    }

    // A start-up packet of user postgres; a server that is ready asks for a password or lets us in, one that starts says so and closes.
    private static byte[] PostgresHello
    {
        get
        {
            byte[] body = Encoding.ASCII.GetBytes("user\0postgres\0database\0postgres\0\0");
            return [0, 0, 0, (byte)(8 + body.Length), 0, 3, 0, 0, .. body];
        }
    }

    private static async Task AnswersAsync(IPEndPoint address, byte[] hello)
    {
        byte[] answer = new byte[1];
        while (true)
        {
            try
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address);
                await socket.SendAsync(hello);

                // 'R' of Postgres, '+' of Redis; 'E' is an error such as "the database system is starting up".
                if (await socket.ReceiveAsync(answer) == 1 && answer[0] is (byte)'R' or (byte)'+')
                {
                    return;
                }
            }
            catch (SocketException)
            {
                // Not there yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    private static async Task MustAsync(string directory, params string[] command)
    {
        int exitCode = await TryAsync(directory, command);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {exitCode}.");
        }
    }

    private static async Task<int> TryAsync(string directory, params string[] command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 127;
        }
    }
}
