using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.Postgres.Tests.Gateway;

namespace TestOrchestrator.Postgres.Tests.Scenes;

/// <summary>A gateway in a process that has all the files open that it may have.</summary>
internal static class ExhaustedGateway
{
    private static readonly TimeSpan s_exhaustion = TimeSpan.FromSeconds(1);

    /// <returns>How often the gateway paused, and what it said to the client afterwards.</returns>
    public static async Task<string> PlayAsync()
    {
        CountingTimeProvider clock = new();
        IPEndPoint address = GatewayAddress.Next();
        using PostgresGateway gateway = new(address, new() { UserName = "anna", Password = "secret" }, "/nowhere", OneDatabase.Orders(), clock);

        // Once as a rehearsal: code that is needed for the first time is loaded from files, too.
        await ServeAsync(address, () => Task.Delay(1, CancellationToken.None));
        string answer = await ServeAsync(address, async () =>
        {
            await Task.Delay(s_exhaustion, CancellationToken.None);
            clock.Stop();
        }, exhausts: true);
        return string.Create(CultureInfo.InvariantCulture, $"{clock.Timers} {answer}");
    }

    private static async Task<string> ServeAsync(IPEndPoint address, Func<Task> wait, bool exhausts = false)
    {
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        List<FileStream> files = [];
        try
        {
            while (exhausts || files.Count == 0)
            {
                files.Add(new("/dev/null", FileMode.Open, FileAccess.Read));
            }
        }
        catch (IOException)
        {
            // No more.
        }

        await client.ConnectAsync(address);
        await wait();
        files.ForEach(f => f.Dispose());
        await client.SendAsync(PacketBytes.Start("anna", "orders"));
        byte[] answer = new byte[1];
        await client.ReceiveAsync(answer);
        return $"{(char)answer[0]}";
    }

    private sealed class CountingTimeProvider : TimeProvider
    {
        private volatile bool _isOver;
        private int _timers;

        public int Timers => _timers;

        public void Stop() => _isOver = true;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (!_isOver)
            {
                Interlocked.Increment(ref _timers);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
