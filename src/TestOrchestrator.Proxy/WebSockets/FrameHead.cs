using System.Buffers.Binary;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>The head of a frame as it was sent (RFC 6455, section 5.2), not judged yet. Immutable.</summary>
internal readonly record struct FrameHead
{
    // FIN RSV1 RSV2 RSV3 opcode(4) | MASK length(7) | 0, 2 or 8 bytes of longer lengths | 0 or 4 bytes of the mask
    public const int MaxLength = 14;
    private const int MaskLength = 4;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;

    public bool IsFinal { get; private init; }

    /// <summary>RSV1: the message is compressed (RFC 7692, section 6).</summary>
    public bool IsCompressed { get; private init; }

    public bool HasUnknownFlags { get; private init; }

    public WebSocketOpcode Opcode { get; private init; }

    public ulong Length { get; private init; }

    /// <summary>The mask, its first byte the lowest; 0 changes nothing, as no mask does.</summary>
    public uint Mask { get; private init; }

    public bool IsControl => (int)Opcode >= 8;

    /// <summary>How many bytes a head has that begins so; with fewer than two bytes that are two.</summary>
    public static int SizeOf(ReadOnlySpan<byte> begun)
    {
        if (begun.Length < 2)
        {
            return 2;
        }

        int extended = (begun[1] & 0x7F) switch
        {
            TwoByteLength => 2,
            EightByteLength => 8,
            _ => 0,
        };
        return 2 + extended + ((begun[1] & 0x80) != 0 ? MaskLength : 0);
    }

    /// <summary>Reads a head that is there whole.</summary>
    public static FrameHead Read(ReadOnlySpan<byte> head) => new()
    {
        IsFinal = (head[0] & 0x80) != 0,
        IsCompressed = (head[0] & 0x40) != 0,
        HasUnknownFlags = (head[0] & 0x30) != 0,
        Opcode = (WebSocketOpcode)(head[0] & 0x0F),
        Length = (head[1] & 0x7F) switch
        {
            TwoByteLength => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            EightByteLength => BinaryPrimitives.ReadUInt64BigEndian(head[2..]),
            int shortest => (ulong)shortest,
        },
        Mask = (head[1] & 0x80) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(head[(SizeOf(head) - MaskLength)..]) : 0,
    };
}
