using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Streams;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>
/// The server's side of a recorded WebSocket: each of its messages comes once the client has sent as many as it had then. Reading and
/// writing may go on at once, each by one.
/// </summary>
internal sealed class ReplayedConversation : DuplexStream, IMessageSink
{
    private readonly Queue<(int After, HarWebSocketMessage Message)> _left = new();

    // Never waits for its reader: what there is to say is in memory already.
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Stream _read;
    private readonly FrameParser _client;
    private int _heard;
    private bool _hasClosed;
    private bool _isOver;

    public ReplayedConversation(ImmutableArray<HarWebSocketMessage> messages)
    {
        _read = _toClient.Reader.AsStream();
        _client = new FrameParser(this, inflater: null);
        int sent = 0;
        foreach (HarWebSocketMessage message in messages)
        {
            if (!message.IsSent)
            {
                _left.Enqueue((sent, message));
            }
            else if (message.Opcode != (int)WebSocketOpcode.Close)
            {
                sent++;
            }
        }

        Speak();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _read.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isOver)
        {
            return;
        }

        // What cannot be read ends the connection, as a server would.
        _isOver = _client.Read(buffer.Span) is not null || _isOver;
        await _toClient.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_isOver)
        {
            await _toClient.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    void IMessageSink.Begin(WebSocketOpcode opcode)
    {
    }

    void IMessageSink.Append(ReadOnlySpan<byte> payload)
    {
    }

    void IMessageSink.End()
    {
        _heard++;
        Speak();
    }

    void IMessageSink.Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == WebSocketOpcode.Ping)
        {
            Frame(WebSocketOpcode.Pong, payload);
        }
        else if (opcode == WebSocketOpcode.Close)
        {
            if (!_hasClosed)
            {
                Frame(WebSocketOpcode.Close, payload);
            }

            _isOver = true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _read.Dispose();
        }

        base.Dispose(disposing);
    }

    // The first words are written before anybody reads or writes, later ones by who writes.
    private void Speak()
    {
        while (!_hasClosed && _left.TryPeek(out (int After, HarWebSocketMessage Message) next) && next.After <= _heard)
        {
            _left.Dequeue();
            bool isText = next.Message.Opcode == (int)WebSocketOpcode.Text;
            byte[] payload = isText ? Encoding.UTF8.GetBytes(RecordingSecrets.ToWire(next.Message.Data)) : Convert.FromBase64String(next.Message.Data);
            Frame((WebSocketOpcode)next.Message.Opcode, payload);
            _hasClosed = next.Message.Opcode == (int)WebSocketOpcode.Close;
        }

        if (_heard == 0)
        {
            // Nothing is awaited, because this pipe never pauses its writer.
            _ = _toClient.Writer.FlushAsync().AsTask();
        }
    }

    // RFC 6455, section 5.2: whole, and not masked, as servers send.
    private void Frame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        const int longestHead = 10;
        Span<byte> frame = _toClient.Writer.GetSpan(longestHead + payload.Length);
        frame[0] = (byte)(0x80 | (int)opcode);
        int head = 2;
        if (payload.Length < 126)
        {
            frame[1] = (byte)payload.Length;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
            head = 4;
        }
        else
        {
            frame[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)payload.Length);
            head = longestHead;
        }

        payload.CopyTo(frame[head..]);
        _toClient.Writer.Advance(head + payload.Length);
    }
}
