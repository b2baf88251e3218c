using System.Text;

namespace Fuzz.Inputs;

/// <summary>Frames of HTTP/2 (RFC 9113) with header blocks (RFC 7541), nearly right.</summary>
internal static class Http2Grammar
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Continuation = 9;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    public static byte[] Connection(Random random)
    {
        List<byte> all = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(4, 0, 0, random.OneIn(4) ? random.Bytes(6 * random.Next(0, 4)) : [])];
        int stream = 1;
        for (int i = random.Next(1, 5); i > 0; i--, stream += 2)
        {
            all.AddRange(Request(random, random.OneIn(15) ? random.Next(0, 6) : stream));
            if (random.OneIn(3))
            {
                all.AddRange(Other(random, stream));
            }
        }

        return random.OneIn(3) ? random.Mutated([.. all]) : [.. all];
    }

    /// <summary>One frame.</summary>
    public static byte[] Frame(int type, int flags, int stream, byte[] content) =>
        [(byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, (byte)type, (byte)flags, (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. content];

    /// <summary>A header as a literal that is not indexed, without Huffman coding (RFC 7541, section 6.2.2).</summary>
    public static byte[] Literal(string name, string value) => [0, .. Text(name), .. Text(value)];

    private static IEnumerable<byte> Request(Random random, int stream)
    {
        byte[] block = Block(random);
        byte[] body = random.Bytes(random.Of(0, 0, 1, 5, 300));
        bool hasBody = random.OneIn(2);
        byte end = hasBody || random.OneIn(10) ? (byte)0 : EndStream;
        int cut = random.OneIn(5) ? random.Next(block.Length) : block.Length;
        IEnumerable<byte> all = Frame(Headers, end | (cut == block.Length ? EndHeaders : 0), stream, block[..cut]);
        if (cut < block.Length)
        {
            all = all.Concat(Frame(Continuation, random.OneIn(8) ? 0 : EndHeaders, stream, block[cut..]));
        }

        if (hasBody)
        {
            all = all.Concat(Frame(Data, random.OneIn(8) ? 0 : EndStream, stream, body));
        }

        return random.OneIn(8) ? all.Concat(Frame(Headers, EndStream | EndHeaders, stream, Literal("x-trailer", random.Of("1", "a\r\nb")))) : all;
    }

    private static byte[] Block(Random random)
    {
        List<byte[]> fields =
        [
            Literal(":method", random.OneIn(6) ? random.Of("POST", "CONNECT", "", "G T", "get\r\nX: y") : random.Of("GET", "POST")),
            Literal(":scheme", random.OneIn(8) ? random.Of("https", "ftp", "", "http://x.test/") : "http"),
            Literal(":authority", random.OneIn(5) ? random.Of("x.test", "", "o.test:80", "o.test\r\nX: y", "u@o.test", "o.test/x") : Names.Host),
            Literal(":path", random.OneIn(4) ? random.Of("", "*", "/a\r\nX: y", "/a b", "/a HTTP/1.1\r\nX: y", "http://x.test/", "/\0", "//", "/%0d%0a", "/\u00FC") : "/"),
        ];
        for (int i = random.Next(0, 4); i > 0; i--)
        {
            fields.Add(Field(random));
        }

        if (random.OneIn(8))
        {
            fields.Insert(random.Next(fields.Count), Field(random));
        }

        if (random.OneIn(10))
        {
            fields.RemoveAt(random.Next(fields.Count));
        }

        return [.. fields.SelectMany(f => f)];
    }

    private static byte[] Field(Random random) => random.Next(14) switch
    {
        0 => Literal("host", random.Of("o.test", "x.test", "")),
        1 => Literal("content-length", random.Of("0", "5", "300", "-1", "+5", "5, 5", "99999999999999999999")),
        2 => Literal("transfer-encoding", "chunked"),
        3 => Literal("connection", random.Of("close", "host")),
        4 => Literal("x-a", random.Of("a\r\nTransfer-Encoding: chunked", "a\nb", "a\rb", "a\0b", " a", "a ", "\u00FF")),
        5 => Literal("x b", "1"),
        6 => Literal("X-Upper", "1"),
        7 => Literal("x-a\r\ntransfer-encoding: chunked\r\nx", "1"),
        8 => Literal("te", random.Of("trailers", "gzip")),
        9 => Literal(":x", "1"),
        10 => Literal("", "1"),
        11 => Literal("x:y", "1"),
        12 => random.Bytes(random.Next(1, 6)),
        _ => Literal(random.Word(), random.Word()),
    };

    private static byte[] Other(Random random, int stream) => Frame(
        random.Of(2, 3, 4, 5, 6, 7, 8, 9, 0, 10, 255),
        random.Next(256),
        random.Of(0, stream, 2, 99),
        random.Bytes(random.Of(0, 4, 5, 6, 8, 20)));

    private static IEnumerable<byte> Text(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        // An integer with a prefix of seven bits (RFC 7541, section 5.1).
        return bytes.Length < 127 ? [(byte)bytes.Length, .. bytes] : [127, (byte)(((bytes.Length - 127) & 0x7f) | 0x80), (byte)((bytes.Length - 127) >> 7), .. bytes];
    }
}
