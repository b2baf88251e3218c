using System.Globalization;
using System.Text;

namespace Fuzz.Inputs;

/// <summary>Responses of origins that are nearly right.</summary>
internal static class ResponseGrammar
{
    public static byte[] Response(Random random)
    {
        StringBuilder all = new();
        while (random.OneIn(5) && all.Length < 10_000)
        {
            all.Append("HTTP/1.1 ").Append(random.Of("100 Continue", "103 Early Hints", "102 x", "101 Switching Protocols")).Append("\r\nLink: x\r\n\r\n");
        }

        all.Append(random.OneIn(5) ? random.Of("HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", "ICY", "") : "HTTP/1.1").Append(' ')
            .Append(random.OneIn(4) ? random.Of("204", "304", "205", "999", "099", "1000", "-1", "20", "abc", "000", "600", "") : "200")
            .Append(random.OneIn(4) ? random.Of("", " ", " \0", " \u00FC", " a\rb", "  OK") : " OK").Append(LineEnd(random));
        for (int i = random.Next(0, 5); i > 0; i--)
        {
            all.Append(Header(random)).Append(LineEnd(random));
        }

        string body = new('r', random.Of(0, 1, 5, 5, 1000, 70_000));
        string length = body.Length.ToString(CultureInfo.InvariantCulture);
        switch (random.Next(4))
        {
            case 0:
                all.Append("Content-Length: ").Append(random.OneIn(2) ? length : random.Of("+" + length, "-1", "0", "", "9999999999", length + "x", length + ", " + length, length + "\r\nContent-Length: 3", "99999999999999999999")).Append(LineEnd(random)).Append(LineEnd(random)).Append(body);
                break;
            case 1:
                all.Append(random.Of("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", "transfer-encoding: Chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Transfer-Encoding : chunked", "Transfer-Encoding: chunked\r\nContent-Length: 2")).Append("\r\n\r\n");
                string size = body.Length.ToString("x", CultureInfo.InvariantCulture);
                all.Append(body.Length == 0 ? "" : $"{(random.OneIn(3) ? random.Of("+" + size, size + ";x", "ffffffffffffffffff", "-1", size + " ", "zz") : size)}\r\n{body}{random.Of("\r\n", "\r\n", "\r\n", "\n", "")}").Append(random.Of("0\r\n\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", "0\r\n X\r\n\r\n", "0\n\n", "")).Append(random.OneIn(6) ? "more" : "");
                break;
            case 2:
                all.Append("\r\n").Append(body);
                break;
            default:
                all.Append(LineEnd(random)).Append(Encoding.Latin1.GetString(random.Bytes(random.Next(64))));
                break;
        }

        return random.Mutated(Chances.Latin1(all.ToString()));
    }

    private static string Header(Random random) => random.Next(12) switch
    {
        0 => "Connection: " + random.Of("close", "keep-alive", "Upgrade", "Content-Length", "X-A"),
        1 => " folded",
        2 => "X Y: 1",
        3 => "X-A : 1",
        4 => "X-A: a" + random.Of("\0", "\r", "\u0001", "\u00FF", "\u007F") + "b",
        5 => "Upgrade: websocket",
        6 => "Content-Type: " + random.Of("application/json", "text/event-stream", ";;", "text/plain; charset=nope"),
        7 => "Content-Encoding: " + random.Of("gzip", "br", "deflate", "x"),
        8 => "Trailer: X",
        9 => "Set-Cookie: a=b",
        10 => "Date: nonsense",
        _ => $"{random.Word()}: {random.Word()}",
    };

    private static string LineEnd(Random random) => random.OneIn(25) ? random.Of("\n", "\r", "\r\r\n", "") : "\r\n";
}
