using System.Buffers.Binary;
using System.Text;

namespace Fuzz.Inputs;

/// <summary>Records of TLS with a ClientHello (RFC 8446, section 4.1.2), nearly right, whole and in parts.</summary>
internal static class TlsGrammar
{
    public static byte[] Records(Random random)
    {
        byte[] hello = random.Mutated(Handshake(random));
        List<byte> all = [];
        while (hello.Length > 0)
        {
            int part = random.OneIn(3) ? random.Next(1, hello.Length + 1) : hello.Length;
            all.AddRange(Record(random, hello[..part]));
            hello = hello[part..];
        }

        for (int i = random.Next(0, 3); i > 0; i--)
        {
            all.AddRange(Record(random, random.Bytes(random.Next(0, 300))));
        }

        return random.OneIn(3) ? random.Mutated([.. all]) : [.. all];
    }

    private static byte[] Record(Random random, byte[] content)
    {
        int length = random.OneIn(15) ? random.Next(ushort.MaxValue + 1) : content.Length;
        return [random.OneIn(15) ? (byte)random.Next(18, 26) : (byte)22, 3, random.Of<byte>(1, 3, 3, 0, 4), (byte)(length >> 8), (byte)length, .. content];
    }

    private static byte[] Handshake(Random random)
    {
        byte[] suites = [0x13, 0x01, 0x13, 0x02, 0xc0, 0x2b, 0xc0, 0x2f, .. random.Bytes(2 * random.Next(0, 4))];
        byte[] extensions =
        [
            .. random.OneIn(6) ? [] : Extension(0, Prefixed([0, .. Prefixed(Name(random))])),
            .. random.OneIn(3) ? [] : Extension(16, Prefixed([.. Protocols(random)])),
            .. Extension(43, [4, 3, 4, 3, 3]),
            .. Extension(10, [0, 4, 0, 29, 0, 23]),
            .. Extension(13, [0, 4, 4, 3, 8, 4]),
            .. Extension(51, random.OneIn(2) ? [0, 36, 0, 29, 0, 32, .. random.Bytes(32)] : [0, 0]),
            .. random.OneIn(3) ? Extension(random.Next(ushort.MaxValue), random.Bytes(random.Next(0, 600))) : [],
        ];
        byte[] body = [3, 3, .. random.Bytes(32), 0, .. Prefixed(suites), 1, 0, .. Prefixed(extensions)];
        int length = random.OneIn(12) ? random.Next(1 << 24) : body.Length;
        return [random.OneIn(20) ? (byte)random.Next(256) : (byte)1, (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. body];
    }

    private static byte[] Name(Random random) => Encoding.Latin1.GetBytes(random.OneIn(2)
        ? Names.Host
        : random.Of("", "127.0.0.1", "a..b", "*.test", new string('a', 300), "x\0y", "\u00FC.test", "[::1]", "o.test.", "-", "a b", "xn--", "O.TEST", "."));

    private static IEnumerable<byte> Protocols(Random random)
    {
        foreach (string protocol in random.Of<string[]>(["h2", "http/1.1"], ["http/1.1"], ["h2"], ["mqtt"], [], [""], ["h2", "\0"]))
        {
            yield return (byte)(random.OneIn(15) ? random.Next(256) : protocol.Length);
            foreach (char character in protocol)
            {
                yield return (byte)character;
            }
        }
    }

    private static byte[] Extension(int type, byte[] content) => [(byte)(type >> 8), (byte)type, .. Prefixed(content)];

    private static byte[] Prefixed(byte[] content)
    {
        byte[] all = new byte[content.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(all, (ushort)content.Length);
        content.CopyTo(all, 2);
        return all;
    }
}
