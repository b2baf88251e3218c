using System.Net.Sockets;

namespace Bench.Loads;

/// <summary>One connection of a client that does as little as it can. Not thread-safe.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 128 * 1024;
    // mitmdump takes a body of 64 MB whole before it passes anything on.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(150);

    private readonly LoadTarget _target;
    private readonly byte[] _buffer;
    private readonly Socket _socket;
    private readonly IWire _wire;

    /// <summary>Connects, through the proxy if there is one, and shakes hands.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="buffer">The memory to read into; null for memory of its own.</param>
    /// <param name="memory">The TLS session to continue, which this one replaces; null for none.</param>
    public LoadConnection(LoadTarget target, byte[]? buffer = null, TlsMemory? memory = null)
    {
        _target = target;
        _buffer = buffer ?? NewBuffer();
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)s_limit.TotalMilliseconds };
        _wire = new PlainWire(_socket);
        try
        {
            _socket.Connect(target.Address);
            if (target.Connect is { } connect)
            {
                Exchange(connect);
            }

            _wire = target.IsTls ? new TlsWire(_socket, target.ServerName, memory) : _wire;
        }
        catch
        {
            _wire.Dispose();
            throw;
        }
    }

    /// <summary>Gets whether the TLS handshake continued an earlier session.</summary>
    public bool IsResumed => _wire.IsResumed;

    public static byte[] NewBuffer() => new byte[BufferBytes];

    /// <summary>Sends the request and reads its whole answer.</summary>
    /// <returns>The length of the body.</returns>
    public long Exchange() => Exchange(_target.Request);

    public void Dispose() => _wire.Dispose();

    private long Exchange(byte[] request)
    {
        _wire.Send(request);
        int received = 0;
        int head;
        long length;
        do
        {
            received += ReceiveSome(_buffer.AsSpan(received));
            head = ResponseHead.Read(_buffer.AsSpan(0, received), out length);
        }
        while (head == 0);

        long left = length - (received - head);
        while (left > 0)
        {
            left -= ReceiveSome(_buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length)));
        }

        return left == 0 ? length : throw new InvalidDataException("More came than the head of the answer says.");
    }

    private int ReceiveSome(Span<byte> buffer) => _wire.Receive(buffer) is > 0 and int read ? read : throw new EndOfStreamException("The connection was closed before the answer was complete.");
}
