using System.Net.Sockets;

namespace Bench.Loads;

/// <summary>A socket that has never been used asynchronously, so that each call is one of the system. Not thread-safe.</summary>
internal sealed class PlainWire(Socket socket) : IWire
{
    public bool IsResumed => false;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    public int Receive(Span<byte> buffer) => socket.Receive(buffer);

    public void Dispose() => socket.Dispose();
}
