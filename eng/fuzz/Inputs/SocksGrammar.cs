namespace Fuzz.Inputs;

/// <summary>SOCKS5 and its likes (RFC 1928, RFC 1929).</summary>
internal static class SocksGrammar
{
    public static byte[] Conversation(Random random)
    {
        List<byte> all = [random.OneIn(10) ? random.Of<byte>(4, 6, 0) : (byte)5];
        byte[] methods = random.OneIn(3) ? random.Bytes(random.Next(0, 6)) : [random.Of<byte>(0, 0, 2)];
        all.Add(random.OneIn(8) ? (byte)random.Next(256) : (byte)methods.Length);
        all.AddRange(methods);
        if (methods.Contains((byte)2) && random.OneIn(2))
        {
            all.AddRange([1, 1, (byte)'a', 1, (byte)'b']);
        }

        all.AddRange([random.OneIn(10) ? (byte)4 : (byte)5, random.Of<byte>(1, 1, 1, 2, 3, 9), random.OneIn(10) ? (byte)1 : (byte)0]);
        switch (random.Next(4))
        {
            case 0:
                all.AddRange([1, 127, 0, 0, 1]);
                break;
            case 1:
                all.Add(4);
                all.AddRange(random.OneIn(2) ? random.Bytes(16) : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
                break;
            case 2:
                byte[] name = random.OneIn(2) ? random.Bytes(random.Next(0, 40)) : Chances.Latin1(random.Of("o.test ", "\0", "o..test", "[::1]", "%"));
                all.AddRange([3, (byte)name.Length, .. name]);
                break;
            default:
                byte[] host = Chances.Latin1(Names.Host);
                all.AddRange([3, (byte)host.Length, .. host]);
                break;
        }

        all.AddRange(random.OneIn(8) ? [0, 0] : [0, 80]);
        all.AddRange(HttpGrammar.Requests(random));
        return random.Mutated([.. all], times: 2);
    }
}
