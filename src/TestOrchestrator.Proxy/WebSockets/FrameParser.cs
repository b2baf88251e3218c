using System.Buffers.Binary;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>
/// Puts the messages of one direction of a WebSocket together, from bytes in any pieces (RFC 6455, section 5). Not thread-safe.
/// </summary>
/// <remarks>It looks on: what a peer would have to refuse but can be read, such as a client that does not mask, is read.</remarks>
internal sealed class FrameParser(IMessageSink sink, MessageInflater? inflater)
{
    private const int MaxControlLength = 125;
    private const int UnmaskedAtOnce = 16 * 1024;

    private readonly byte[] _head = new byte[FrameHead.MaxLength];
    private readonly byte[] _control = new byte[MaxControlLength];

    // As long as what is relayed at once, so that a message is appended in few pieces. Servers do not mask.
    private byte[] _unmasked = [];
    private int _headLength;
    private FrameHead _frame;
    private bool _isInFrame;
    private long _left;
    private int _controlLength;
    private uint _mask;
    private bool _isInMessage;
    private bool _isMessageCompressed;

    /// <summary>Reads what has passed.</summary>
    /// <returns>Why it cannot be read, after which nothing more can; <see langword="null"/> while all is well.</returns>
    public string? Read(ReadOnlySpan<byte> passed)
    {
        while (_isInFrame || GatherHead(ref passed))
        {
            if (!_isInFrame && Begin(FrameHead.Read(_head)) is { } unreadable)
            {
                return unreadable;
            }

            int now = (int)Math.Min(_left, passed.Length);
            if (Payload(passed[..now]) is { } damaged)
            {
                return damaged;
            }

            passed = passed[now..];
            _left -= now;
            if (_left > 0)
            {
                return null;
            }

            if (End() is { } unfinished)
            {
                return unfinished;
            }
        }

        return null;
    }

    private bool GatherHead(ref ReadOnlySpan<byte> passed)
    {
        while (_headLength < FrameHead.SizeOf(_head.AsSpan(0, _headLength)))
        {
            if (passed.IsEmpty)
            {
                return false;
            }

            _head[_headLength++] = passed[0];
            passed = passed[1..];
        }

        _headLength = 0;
        return true;
    }

    private string? Begin(FrameHead frame)
    {
        if (Problem(frame) is { } problem)
        {
            return problem;
        }

        (_frame, _isInFrame, _left, _mask, _controlLength) = (frame, true, (long)frame.Length, frame.Mask, 0);
        if (frame.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Binary)
        {
            (_isInMessage, _isMessageCompressed) = (true, frame.IsCompressed);
            sink.Begin(frame.Opcode);
        }

        return null;
    }

    private string? Problem(FrameHead frame) => frame switch
    {
        { Opcode: > WebSocketOpcode.Binary and < WebSocketOpcode.Close or > WebSocketOpcode.Pong } => $"a frame has the opcode {(int)frame.Opcode}, which means nothing",
        { HasUnknownFlags: true } => "a frame has the flag RSV2 or RSV3, which mean nothing here",
        { IsCompressed: true } when inflater is null => "a frame has the flag RSV1 of a compressed message, and no compression was agreed on",
        { IsCompressed: true, Opcode: not (WebSocketOpcode.Text or WebSocketOpcode.Binary) } => "a frame that begins no message has the flag RSV1 of a compressed one",
        { IsControl: true, Length: > MaxControlLength } => $"a {Name(frame)} frame has {frame.Length} bytes, the limit is {MaxControlLength}",
        { IsControl: true, IsFinal: false } => $"a {Name(frame)} frame is a part only",
        { Length: > long.MaxValue } => $"a frame has {frame.Length} bytes, more than there can be",
        { Opcode: WebSocketOpcode.Continuation } when !_isInMessage => "a frame continues a message, and none has begun",
        { Opcode: WebSocketOpcode.Text or WebSocketOpcode.Binary } when _isInMessage => "a message begins before the last one has ended",
        _ => null,
    };

    private static string Name(FrameHead frame) => frame.Opcode.ToString().ToLowerInvariant();

    private string? Payload(ReadOnlySpan<byte> payload)
    {
        if (_mask == 0)
        {
            return Deliver(payload);
        }

        if (_unmasked.Length == 0)
        {
            _unmasked = new byte[UnmaskedAtOnce];
        }

        while (payload.Length > 0)
        {
            int now = Math.Min(payload.Length, _unmasked.Length);
            Unmask(payload[..now], _unmasked);
            if (Deliver(_unmasked.AsSpan(0, now)) is { } damaged)
            {
                return damaged;
            }

            payload = payload[now..];
        }

        return null;
    }

    private void Unmask(ReadOnlySpan<byte> masked, Span<byte> unmasked)
    {
        int at = 0;
        for (; at + sizeof(ulong) <= masked.Length; at += sizeof(ulong))
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(masked[at..]);
            BinaryPrimitives.WriteUInt64LittleEndian(unmasked[at..], eight ^ (((ulong)_mask << 32) | _mask));
        }

        for (; at < masked.Length; at++)
        {
            unmasked[at] = (byte)(masked[at] ^ (byte)_mask);
            _mask = (_mask >> 8) | (_mask << 24);
        }
    }

    private string? Deliver(ReadOnlySpan<byte> payload)
    {
        if (_frame.IsControl)
        {
            payload.CopyTo(_control.AsSpan(_controlLength));
            _controlLength += payload.Length;
            return null;
        }

        if (_isMessageCompressed)
        {
            return inflater?.Inflate(payload, sink);
        }

        sink.Append(payload);
        return null;
    }

    private string? End()
    {
        _isInFrame = false;
        if (_frame.IsControl)
        {
            sink.Control(_frame.Opcode, _control.AsSpan(0, _controlLength));
            return null;
        }

        if (!_frame.IsFinal)
        {
            return null;
        }

        _isInMessage = false;
        if (_isMessageCompressed && inflater?.EndMessage(sink) is { } damaged)
        {
            return damaged;
        }

        sink.End();
        return null;
    }
}
