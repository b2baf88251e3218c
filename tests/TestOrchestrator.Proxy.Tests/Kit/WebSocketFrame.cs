using System.Buffers.Binary;
using System.Text;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>Writes frames of WebSockets as a test wants them, right or wrong.</summary>
internal static class WebSocketFrame
{
    public static byte[] Text(string text, bool masked = false) => Of(WebSocketOpcode.Text, Encoding.UTF8.GetBytes(text), masked: masked);

    public static byte[] Of(WebSocketOpcode opcode, byte[] payload, bool final = true, int flags = 0, bool masked = false)
    {
        byte[] mask = masked ? [0x12, 0x34, 0x56, 0x78] : [];
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)payload.Length],
            <= ushort.MaxValue => [126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [127, .. EightBytes(payload.Length)],
        };
        length[0] |= (byte)(masked ? 0x80 : 0);
        byte[] body = [.. payload.Select((b, i) => masked ? (byte)(b ^ mask[i % 4]) : b)];
        return [(byte)((final ? 0x80 : 0) | flags | (int)opcode), .. length, .. mask, .. body];
    }

    /// <summary>The bytes as characters, for a <see cref="RawConnection"/>.</summary>
    public static string Raw(this byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] EightBytes(long length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, length);
        return bytes;
    }
}
