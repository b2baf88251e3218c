using System.Buffers;
using System.Net.Sockets;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>Carries bytes both ways between two sockets until both sides have ended.</summary>
internal static class Relay
{
    private const int BufferSize = 16 * 1024;

    public static Task RunAsync(Socket one, Socket other) => Task.WhenAll(CarryAsync(one, other), CarryAsync(other, one));

    /// <summary>Carries bytes one way, until the sender has ended.</summary>
    public static async Task CarryAsync(Socket from, Socket to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                await SendAllAsync(to, buffer.AsMemory(0, read)).ConfigureAwait(false);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side broke off: the other must see it, too.
            from.Dispose();
            to.Dispose();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes).ConfigureAwait(false)..];
        }
    }
}
