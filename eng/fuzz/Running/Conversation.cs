using System.Net;
using System.Net.Sockets;

namespace Fuzz.Running;

/// <summary>The client of a case: sends the input in the way that the input itself decides, and reads until the proxy closes.</summary>
internal static class Conversation
{
    // How long nothing may come before the client says that it will send no more.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(80);

    // The longest that the proxy waits for anything is 10 s.
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private const int Trickled = 400;

    public static async Task<byte[]> HoldAsync(IPEndPoint endpoint, Talk talk, byte[] input)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint).ConfigureAwait(false);
        MemoryStream answer = new();
        try
        {
            if (talk.Before.Length > 0)
            {
                await socket.SendAsync(talk.Before).ConfigureAwait(false);
                byte[] reply = new byte[1024];
                await socket.ReceiveAsync(reply).ConfigureAwait(false);
            }

            ChangeCount received = new();
            Task reading = ReadAsync(socket, answer, received);
            await SendAsync(socket, input, Way(input)).ConfigureAwait(false);
            if (Way(input) == 3 && !talk.IsPatient)
            {
                socket.LingerState = new LingerOption(true, 0);
                return [];
            }

            if (!talk.IsPatient)
            {
                await QuietAsync(reading, received).ConfigureAwait(false);
                socket.Shutdown(SocketShutdown.Send);
            }

            await reading.WaitAsync(s_hang).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new FuzzFailure($"The connection still stands {s_hang.TotalSeconds:0} s after its client has said its last word.");
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
            // The proxy has had enough.
        }

        return answer.ToArray();
    }

    // The same input is always sent in the same way: 0 to 2 in full, in parts or byte by byte; 3 broken off by a reset.
    private static int Way(byte[] input) => (input.Aggregate(17, (hash, one) => unchecked((hash * 31) + one)) & 15) switch
    {
        0 => 3,
        1 => 2,
        < 5 => 1,
        _ => 0,
    };

    private static async Task SendAsync(Socket socket, byte[] input, int way)
    {
        int part = way switch { 2 when input.Length <= Trickled => 1, 1 or 2 => Math.Max(1, input.Length / 3), _ => Math.Max(1, input.Length) };
        for (int sent = 0; sent < input.Length; sent += part)
        {
            await socket.SendAsync(input.AsMemory(sent, Math.Min(part, input.Length - sent))).ConfigureAwait(false);
            if (part < input.Length)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task ReadAsync(Socket socket, MemoryStream answer, ChangeCount received)
    {
        const int Kept = 256 * 1024;
        byte[] buffer = new byte[8192];
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                received.Increment();
                if (answer.Length < Kept)
                {
                    answer.Write(buffer, 0, read);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // A reset is an end too.
        }
    }

    private static async Task QuietAsync(Task reading, ChangeCount received)
    {
        int seen;
        do
        {
            seen = received.Count;
            await Task.WhenAny(reading, Task.Delay(s_quiet)).ConfigureAwait(false);
        }
        while (!reading.IsCompleted && received.Count != seen);
    }

    /// <summary>Counts how often something came. Thread-safe.</summary>
    private sealed class ChangeCount
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Increment() => Interlocked.Increment(ref _count);
    }
}
