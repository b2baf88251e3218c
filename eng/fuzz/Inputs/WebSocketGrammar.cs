using System.Buffers.Binary;

namespace Fuzz.Inputs;

/// <summary>A handshake and frames (RFC 6455), which the origin sends back.</summary>
internal static class WebSocketGrammar
{
    public static byte[] Conversation(Random random)
    {
        string head = $"GET / HTTP/1.1\r\nHost: {Names.Host}\r\nConnection: {random.Of("Upgrade", "upgrade, keep-alive", "keep-alive")}\r\nUpgrade: {random.Of("websocket", "websocket", "WebSocket", "h2c", "x")}\r\nSec-WebSocket-Version: {random.Of("13", "13", "8", "")}\r\nSec-WebSocket-Key: {random.Of("dGhlIHNhbXBsZSBub25jZQ==", "x")}\r\n{random.Of("", "", "Content-Length: 5\r\n", "Sec-WebSocket-Extensions: permessage-deflate\r\n", "Transfer-Encoding: chunked\r\n")}\r\n";
        List<byte> all = [.. random.OneIn(4) ? random.Mutated(Chances.Latin1(head), times: 1) : Chances.Latin1(head)];
        for (int i = random.Next(0, 6); i > 0; i--)
        {
            all.AddRange(Frame(random));
        }

        return [.. all];
    }

    private static byte[] Frame(Random random)
    {
        byte[] payload = random.Bytes(random.Of(0, 1, 5, 125, 126, 2000));
        List<byte> frame = [(byte)((random.OneIn(4) ? 0 : 0x80) | (random.OneIn(8) ? random.Next(8) << 4 : 0) | random.Of(0, 1, 1, 2, 8, 9, 10, 3, 15))];
        bool isMasked = !random.OneIn(6);
        long length = random.OneIn(10) ? random.Of(0, 127, 70_000, long.MaxValue, -1) : payload.Length;
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, length);
        frame.Add((byte)((isMasked ? 0x80 : 0) | (length is >= 0 and < 126 ? (int)length : length is >= 0 and <= ushort.MaxValue ? 126 : 127)));
        frame.AddRange(length is >= 0 and < 126 ? [] : length is >= 0 and <= ushort.MaxValue ? number[6..] : number);
        frame.AddRange(isMasked ? random.Bytes(4) : []);
        frame.AddRange(payload);
        return random.OneIn(4) ? random.Mutated([.. frame], times: 1) : [.. frame];
    }
}
