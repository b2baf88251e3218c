using System.Buffers.Text;
using System.Text;

namespace Bench.Loads;

/// <summary>The least that must be understood of a response to know where it ends.</summary>
internal static class ResponseHead
{
    /// <summary>Finds the end of the head.</summary>
    /// <param name="received">What has come so far.</param>
    /// <param name="bodyLength">The length that the head gives.</param>
    /// <returns>The length of the head; 0 if it is not complete.</returns>
    /// <exception cref="InvalidDataException">It is not 200, or does not say how long its body is.</exception>
    public static int Read(ReadOnlySpan<byte> received, out long bodyLength)
    {
        bodyLength = 0;
        int end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> head = received[..(end + 2)];
        if (head.Length < 12 || !head[9..12].SequenceEqual("200"u8))
        {
            throw Wrong(received);
        }

        // The status line goes first.
        while (head.IndexOf((byte)'\n') is >= 0 and int line)
        {
            head = head[(line + 1)..];
            if (head.Length > 16 && Ascii.EqualsIgnoreCase(head[..15], "content-length:"u8))
            {
                return Utf8Parser.TryParse(head[15..].TrimStart((byte)' '), out bodyLength, out _) ? end + 4 : throw Wrong(received);
            }
        }

        // "HTTP/1.1 200 Connection established": what follows is no body.
        return end + 4;
    }

    private static InvalidDataException Wrong(ReadOnlySpan<byte> received) => new($"The answer is not 200 with a length: {Encoding.UTF8.GetString(received[..Math.Min(received.Length, 500)]).ReplaceLineEndings(" | ")}");
}
