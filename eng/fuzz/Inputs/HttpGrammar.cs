using System.Globalization;
using System.Text;

namespace Fuzz.Inputs;

/// <summary>Requests of HTTP/1.1 that are nearly right, alone and one after the other.</summary>
internal static class HttpGrammar
{
    private const int HugeHead = 300 * 1024;

    public static byte[] Requests(Random random)
    {
        StringBuilder all = new();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            Append(random, all);
        }

        return random.Mutated(Chances.Latin1(all.ToString()));
    }

    public static byte[] Connect(Random random)
    {
        StringBuilder all = new();
        string authority = random.Of(Names.Host + ":80", Names.Host + ":80", Names.Host + ":443", Names.Host, "[::1]:1", "[::1", ":80", "o.test:99999", "o.test:-1", "o.test:080", "a@o.test:80", "o.test:80/", "", "%6f.test:80", "O.TEST:80", "o.test.:80", "o..test:80", "\u00F6.test:80");
        all.Append(random.Of("CONNECT ", "CONNECT ", "CONNECT ", "CONNECT  ", "CONNECT\t", "connect ")).Append(authority).Append(random.Of(" HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/2.0", "", " HTTP/1.1 ")).Append(LineEnd(random));
        AppendHeaders(random, all);
        all.Append(LineEnd(random));
        if (!random.OneIn(4))
        {
            Append(random, all);
        }
        else
        {
            all.Append(Encoding.Latin1.GetString(random.Bytes(random.Next(0, 64))));
        }

        return random.Mutated(Chances.Latin1(all.ToString()));
    }

    private static void Append(Random random, StringBuilder all)
    {
        string method = random.Of("GET", "GET", "POST", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "G\u00CBT", "X-!#$%&'*+.^_`|~", "", "PRI", "GET GET");
        all.Append(method).Append(random.OneIn(20) ? random.Of("  ", "\t", "") : " ").Append(Target(random)).Append(random.OneIn(15) ? random.Of(" HTTP/1.0", " HTTP/0.9", " HTTP/2.0", "", " HTTP/1.1 ", " http/1.1", "\tHTTP/1.1") : " HTTP/1.1").Append(LineEnd(random));
        AppendHeaders(random, all);
        AppendBody(random, all);
    }

    private static string Target(Random random)
    {
        string authority = random.OneIn(6)
            ? random.Of("o.test:80", "u:p@o.test", "o.test#@o.test", "o.test\\@o.test", "O.TEST", "o.test.", "o.test:080", "o.test:", "", "o.test:65536", "x.test@o.test", "o%2etest", "o.test%00", "[o.test]", "o.test,x.test", "o.test x")
            : Names.Host;
        string path = random.Of("/", "/", "", "/a/../b", "/%zz%00%0d%0a", "?q", "/a?b=c&d", "/#f", "/a b", "\\a", "//x.test/", "/\u00FC", "/;a=b", "/..", "*", "/" + new string('a', random.Next(1, 200)));
        return random.Next(8) switch
        {
            0 => path,
            1 => random.Of("*", "/", "o.test:80", "", "http:/o.test/", "http:o.test", "ftp://o.test/", "HTTP://o.test/", "https://o.test/", "ws://o.test/"),
            _ => $"http://{authority}{path}",
        };
    }

    private static void AppendHeaders(Random random, StringBuilder all)
    {
        if (!random.OneIn(10))
        {
            all.Append("Host: ").Append(random.OneIn(6) ? random.Of("x.test", "", "o.test, x.test", "o.test:80", " o.test", "a b", "o.test/") : Names.Host).Append(LineEnd(random));
        }

        for (int i = random.Next(0, 5); i > 0; i--)
        {
            all.Append(Header(random)).Append(LineEnd(random));
        }

        if (random.OneIn(200))
        {
            all.Append("X-Huge: ").Append('h', random.Next(1, HugeHead)).Append("\r\n");
        }
    }

    private static string Header(Random random) => random.Next(16) switch
    {
        0 => "Host: " + random.Of("o.test", "x.test"),
        1 => " folded: 1",
        2 => "\tfolded",
        3 => "X Y: 1",
        4 => "X-A : 1",
        5 => ": novalue",
        6 => "noname",
        7 => "X-Ctl: a" + random.Of("\0", "\r", "\n", "\u007F", "\u0001", "\u0085") + "b",
        8 => "Connection: " + random.Of("close", "keep-alive", "Host", "Content-Length", "Transfer-Encoding", "upgrade", "x-a, close,,"),
        9 => "Expect: " + random.Of("100-continue", "200-ok", "100-continue, x"),
        10 => "Upgrade: " + random.Of("websocket", "h2c", "x/1, websocket"),
        11 => "Proxy-Authorization: Basic " + random.Of("!!!", "YTpi", "YQ==", ""),
        12 => "baggage: " + random.Of("to.session=x", "to.session=case", "=,;", "a=b;c"),
        13 => "traceparent: " + random.Of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-zz", "-"),
        14 => "TE: " + random.Of("trailers", "chunked", "gzip"),
        _ => $"{random.Word()}: {random.Word()}",
    };

    private static void AppendBody(Random random, StringBuilder all)
    {
        string body = new('b', random.Of(0, 1, 5, 5, 5, 100, 5000));
        switch (random.Next(5))
        {
            case 0:
                all.Append(LineEnd(random));
                break;
            case 1:
                all.Append("Content-Length: ").Append(Length(random, body.Length)).Append(LineEnd(random));
                if (random.OneIn(4))
                {
                    all.Append("Content-Length: ").Append(Length(random, body.Length)).Append(LineEnd(random));
                }

                all.Append(LineEnd(random)).Append(body);
                break;
            case 2:
                all.Append("Content-Length: ").Append(Length(random, body.Length)).Append("\r\n").Append(Coding(random)).Append("\r\n\r\n");
                AppendChunks(random, all, body);
                break;
            case 3:
                all.Append(Coding(random)).Append("\r\n\r\n");
                AppendChunks(random, all, body);
                break;
            default:
                all.Append(LineEnd(random)).Append(random.OneIn(3) ? body : "");
                break;
        }
    }

    private static string Coding(Random random) => random.OneIn(2)
        ? "Transfer-Encoding: chunked"
        : random.Of("Transfer-Encoding : chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding:\tchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "transfer-encoding: CHUNKED", "Transfer-Encoding:\u000Bchunked", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "Transfer-Encoding: chunked,", "Transfer-Encoding:\r\n chunked", "Transfer_Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "X: y\nTransfer-Encoding: chunked");

    private static string Length(Random random, int length)
    {
        string right = length.ToString(CultureInfo.InvariantCulture);
        return random.OneIn(2) ? right : random.Of("+" + right, "-" + right, right + " ", " " + right, "0" + right, "0x" + right, right + "," + right, right + ", 0", "99999999999999999999", "", "1", right + "\u00A0", "9223372036854775807");
    }

    private static void AppendChunks(Random random, StringBuilder all, string body)
    {
        for (int i = random.Next(0, 3); i > 0; i--)
        {
            string size = body.Length.ToString("x", CultureInfo.InvariantCulture);
            if (body.Length > 0)
            {
                all.Append(random.OneIn(3) ? random.Of("0" + size, size.ToUpperInvariant(), "+" + size, "-1", "0x" + size, size + " ", size + ";a=b", size + ";a=\"\r\n\"", size + ";\n", "ffffffffffffffff", "8000000000000000", "7fffffff", size + "\t", " " + size, "") : size)
                    .Append(LineEnd(random)).Append(body).Append(random.OneIn(8) ? random.Of("", "\n", "\r", "XX", "\r\n\r\n") : "\r\n");
            }
        }

        all.Append(random.OneIn(6) ? random.Of("", "0", "0\r\n", "00000\r\n\r\n", "0;x\r\n\r\n", "0\n\n") : "0\r\n").Append(random.OneIn(4) ? "X-Trailer: 1\r\nContent-Length: 7\r\nHost: x.test\r\n\r\n" : "\r\n");
    }

    private static string LineEnd(Random random) => random.OneIn(25) ? random.Of("\n", "\r", "\n\r", "\r\r\n", "") : "\r\n";
}
