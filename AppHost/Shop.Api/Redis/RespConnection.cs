using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Shop.Api.Redis;

/// <summary>One connection to Redis: a command, then its reply. Not thread-safe, and of no use after a failure.</summary>
internal sealed class RespConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;

    private RespConnection(Socket socket)
    {
        _socket = socket;
        _stream = new(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream);
    }

    /// <summary>Gets whether the server closed the connection. Between commands it sends nothing, so anything to read is the end.</summary>
    public bool IsClosed => _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public static async Task<RespConnection> OpenAsync(RedisAddress address, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new(socket);
    }

    public async Task<RespReply> SendAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(RespProtocol.Write(command), cancellationToken);
        while (true)
        {
            ReadResult read = await _reader.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> received = read.Buffer;
            RespReply? reply = RespProtocol.TryRead(ref received);
            _reader.AdvanceTo(received.Start, reply is null ? received.End : received.Start);
            if (reply is not null)
            {
                return reply;
            }

            if (read.IsCompleted)
            {
                throw new EndOfStreamException("the server closed the connection.");
            }
        }
    }

    public void Dispose() => _stream.Dispose();
}
