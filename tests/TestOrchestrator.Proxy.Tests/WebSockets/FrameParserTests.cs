using System.IO.Compression;
using System.Text;
using TestOrchestrator.Proxy.Tests.Kit;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Tests.WebSockets;

[TestClass]
public sealed class FrameParserTests
{
    private const int Fin = 0x80;
    private const int Compressed = 0x40;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(1_000_000)]
    public void Messages_are_put_together_however_their_bytes_come(int piece)
    {
        string medium = new('m', 300);
        string large = new('l', 70_000);
        byte[] bytes =
        [
            .. WebSocketFrame.Text("hello"),
            .. WebSocketFrame.Text("masked, and longer than eight bytes", masked: true),
            .. WebSocketFrame.Text(""),
            .. WebSocketFrame.Text(medium, masked: true),
            .. WebSocketFrame.Text(large),
            .. WebSocketFrame.Of(WebSocketOpcode.Text, "one "u8.ToArray(), final: false),
            .. WebSocketFrame.Of(WebSocketOpcode.Ping, "still there?"u8.ToArray(), masked: true),
            .. WebSocketFrame.Of(WebSocketOpcode.Continuation, "two "u8.ToArray(), final: false, masked: true),
            .. WebSocketFrame.Of(WebSocketOpcode.Continuation, [], final: false),
            .. WebSocketFrame.Of(WebSocketOpcode.Continuation, "three"u8.ToArray()),
            .. WebSocketFrame.Of(WebSocketOpcode.Binary, [0, 1, 2]),
            .. WebSocketFrame.Of(WebSocketOpcode.Close, [0x03, 0xE8, .. "bye"u8]),
        ];

        (string[] messages, string? problem) = Read(bytes, piece);

        Assert.IsNull(problem);
        CollectionAssert.AreEqual(
            new[]
            {
                "Text hello", "Text masked, and longer than eight bytes", "Text ", $"Text {medium}", $"Text {large}",
                "Ping still there?", "Text one two three", "Binary \0\u0001\u0002", "Close \u0003\u00e8bye",
            },
            messages);
    }

    [TestMethod]
    [DataRow(Fin | 3, 0, "a frame has the opcode 3, which means nothing")]
    [DataRow(Fin | 11, 0, "a frame has the opcode 11, which means nothing")]
    [DataRow(Fin | 0x20 | 1, 0, "a frame has the flag RSV2 or RSV3, which mean nothing here")]
    [DataRow(Fin | Compressed | 1, 0, "a frame has the flag RSV1 of a compressed message, and no compression was agreed on")]
    [DataRow(Fin | 9, 126, "a ping frame has 65535 bytes, the limit is 125")]
    [DataRow(8, 0, "a close frame is a part only")]
    [DataRow(Fin | 0, 0, "a frame continues a message, and none has begun")]
    [DataRow(Fin | 2, 127, "a frame has 18446744073709551615 bytes, more than there can be")]
    public void What_cannot_be_read_is_said(int first, int second, string expected)
    {
        byte[] bytes = [.. WebSocketFrame.Text("before"), (byte)first, (byte)second, .. Enumerable.Repeat((byte)0xFF, 20)];

        (string[] messages, string? problem) = Read(bytes, 1);

        Assert.AreEqual(expected, problem);
        CollectionAssert.AreEqual(new[] { "Text before" }, messages);
    }

    [TestMethod]
    public void A_message_within_a_message_is_said()
    {
        (_, string? problem) = Read([.. WebSocketFrame.Of(WebSocketOpcode.Text, [1], final: false), .. WebSocketFrame.Text("2")], 100);

        Assert.AreEqual("a message begins before the last one has ended", problem);
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(true, 1000)]
    [DataRow(false, 1)]
    [DataRow(false, 1000)]
    public void Compressed_messages_are_read_whether_or_not_they_refer_to_those_before(bool keepsContext, int piece)
    {
        string text = string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i} "));
        using Deflater deflater = new(keepsContext);
        byte[] first = deflater.Compress(text);
        byte[] second = deflater.Compress(text);
        Assert.AreEqual(keepsContext, second.Length < first.Length / 4, "The second refers to the first exactly when context is kept.");
        byte[] bytes =
        [
            .. WebSocketFrame.Of(WebSocketOpcode.Text, first, flags: Compressed),
            .. WebSocketFrame.Of(WebSocketOpcode.Text, second[..10], final: false, flags: Compressed, masked: true),
            .. WebSocketFrame.Of(WebSocketOpcode.Continuation, second[10..]),
            .. WebSocketFrame.Text("not compressed"),
            .. WebSocketFrame.Of(WebSocketOpcode.Text, deflater.Compress(text), flags: Compressed),
            .. WebSocketFrame.Of(WebSocketOpcode.Text, deflater.Compress(""), flags: Compressed),
            .. WebSocketFrame.Of(WebSocketOpcode.Text, deflater.Compress("end"), flags: Compressed),
        ];

        (string[] messages, string? problem) = Read(bytes, piece, new MessageInflater(keepsContext));

        Assert.IsNull(problem);
        CollectionAssert.AreEqual(new[] { $"Text {text}", $"Text {text}", "Text not compressed", $"Text {text}", "Text ", "Text end" }, messages);
    }

    [TestMethod]
    public void A_last_block_ends_a_message_that_no_other_refers_to()
    {
        byte[] last = LastBlock("hello");

        (string[] messages, string? problem) = Read(
            [.. WebSocketFrame.Of(WebSocketOpcode.Text, [.. last, 0], flags: Compressed), .. WebSocketFrame.Of(WebSocketOpcode.Text, [.. last, 0], flags: Compressed)],
            3,
            new MessageInflater(keepsContext: false));
        (_, string? referred) = Read(WebSocketFrame.Of(WebSocketOpcode.Text, [.. last, 0], flags: Compressed), 3, new MessageInflater(keepsContext: true));

        Assert.IsNull(problem);
        CollectionAssert.AreEqual(new[] { "Text hello", "Text hello" }, messages);
        Assert.AreEqual("a compressed message has a last block, and those after it may refer to it", referred);
    }

    [TestMethod]
    public void Damaged_compression_is_said()
    {
        (string[] messages, string? problem) = Read(
            WebSocketFrame.Of(WebSocketOpcode.Text, [0xFF, 0xFF, 0xFF, 0xFF], flags: Compressed), 100, new MessageInflater(keepsContext: true));

        Assert.AreEqual("a compressed message is damaged", problem);
        Assert.IsEmpty(messages);
    }

    [TestMethod]
    public void A_bomb_is_not_uncompressed()
    {
        using Deflater deflater = new(keepsContext: true);
        byte[] bomb = deflater.Compress(new string('0', 17 * 1024 * 1024));

        (string[] messages, string? problem) = Read(WebSocketFrame.Of(WebSocketOpcode.Text, bomb, flags: Compressed), 16 * 1024, new MessageInflater(keepsContext: true));

        Assert.AreEqual("a compressed message expands to more than 16777216 bytes", problem);
        Assert.IsEmpty(messages);
    }

    [TestMethod]
    public void No_bytes_do_harm()
    {
        Random random = new(20250101);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 60)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                // Without the flags and lengths that random bytes are refused for at once.
                bytes[0] &= 0xC2;
                bytes[1 % bytes.Length] &= 0x9F;
            }

            using MessageInflater inflater = new(keepsContext: round % 4 < 2);
            Read(bytes, random.Next(1, 60), round % 3 == 0 ? null : inflater);
        }
    }

    private static (string[] Messages, string? Problem) Read(byte[] bytes, int piece, MessageInflater? inflater = null)
    {
        Messages messages = new();
        FrameParser parser = new(messages, inflater);
        foreach (byte[] some in bytes.Chunk(piece))
        {
            if (parser.Read(some) is { } problem)
            {
                return ([.. messages.Complete], problem);
            }
        }

        return ([.. messages.Complete], null);
    }

    private static byte[] LastBlock(string text)
    {
        using MemoryStream compressed = new();
        using (DeflateStream deflate = new(compressed, CompressionMode.Compress))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private sealed class Messages : IMessageSink
    {
        private readonly StringBuilder _current = new();

        public List<string> Complete { get; } = [];

        public void Begin(WebSocketOpcode opcode) => _current.Clear().Append(opcode).Append(' ');

        public void Append(ReadOnlySpan<byte> payload) => _current.Append(Encoding.Latin1.GetString(payload));

        public void End() => Complete.Add(_current.ToString());

        public void Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload) => Complete.Add($"{opcode} {Encoding.Latin1.GetString(payload)}");
    }

    /// <summary>Compresses as RFC 7692 says: flushed, and without the end of the flush.</summary>
    private sealed class Deflater(bool keepsContext) : IDisposable
    {
        private MemoryStream _compressed = new();
        private DeflateStream? _deflate;

        public byte[] Compress(string text)
        {
            if (!keepsContext || _deflate is null)
            {
                _compressed = new MemoryStream();
                _deflate = new DeflateStream(_compressed, CompressionLevel.Optimal);
            }

            if (text.Length == 0)
            {
                // An empty message is one byte: an empty block without its end.
                return [0x00];
            }

            int before = (int)_compressed.Length;
            _deflate.Write(Encoding.Latin1.GetBytes(text));
            _deflate.Flush();
            byte[] flushed = _compressed.ToArray()[before..];
            CollectionAssert.AreEqual(new byte[] { 0x00, 0x00, 0xFF, 0xFF }, flushed[^4..]);
            return flushed[..^4];
        }

        public void Dispose()
        {
            _deflate?.Dispose();
            _compressed.Dispose();
        }
    }
}
