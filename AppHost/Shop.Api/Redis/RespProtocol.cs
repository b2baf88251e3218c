using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shop.Api.Redis;

/// <summary>The wire format of Redis, RESP2, without any input or output.</summary>
internal static class RespProtocol
{
    // SET name Anna  ->  *3\r\n  $3\r\nSET\r\n  $4\r\nname\r\n  $4\r\nAnna\r\n      (lengths are in bytes)
    public static byte[] Write(IReadOnlyList<string> command)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"*{command.Count}\r\n");
        foreach (string part in command)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Takes one reply from the front of what has been received. If it has not arrived whole, takes nothing and returns null.</summary>
    public static RespReply? TryRead(ref ReadOnlySequence<byte> received)
    {
        SequenceReader<byte> reader = new(received);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(line);
        RespReply? reply = text switch
        {
            ['+', .. string status] => new RespReply.Status(status),
            ['-', .. string message] => new RespReply.Error(message),
            [':', .. string number] => new RespReply.Integer(Number(number)),
            ['$', .. string length] => TryReadBulk(ref reader, (int)Number(length)),
            _ => throw new RedisException($"Redis answered '{text}', which no command of ours can lead to."),
        };

        if (reply is not null)
        {
            received = received.Slice(reader.Position);
        }

        return reply;
    }

    // $4\r\nAnna\r\n, or $-1\r\n for "there is none".
    private static RespReply.Bulk? TryReadBulk(ref SequenceReader<byte> reader, int length)
    {
        if (length < 0)
        {
            return new(null);
        }

        return reader.TryReadExact(length, out ReadOnlySequence<byte> text) && reader.TryReadExact(2, out _)
            ? new(Encoding.UTF8.GetString(text))
            : null;
    }

    private static long Number(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new RedisException($"Redis answered '{text}' where a number belongs.");
}
