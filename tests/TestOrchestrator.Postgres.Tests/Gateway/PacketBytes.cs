using System.Buffers.Binary;
using System.Text;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>Makes the bytes that clients send.</summary>
internal static class PacketBytes
{
    public const int Ssl = 80877103;
    public const int GssEnc = 80877104;
    public const int Cancel = 80877102;
    public const int Version3 = 3 << 16;

    /// <summary>Makes a packet without a type: its length, a code, and the rest.</summary>
    public static byte[] Untyped(int code, byte[]? body = null, int? length = null)
    {
        body ??= [];
        byte[] packet = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, length ?? packet.Length);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), code);
        body.CopyTo(packet, 8);
        return packet;
    }

    public static byte[] Start(string user, string database) => Untyped(Version3, Texts("user", user, "database", database, ""));

    public static byte[] Typed(char type, byte[] body, int? length = null)
    {
        byte[] message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), length ?? (4 + body.Length));
        body.CopyTo(message, 5);
        return message;
    }

    public static byte[] Password(string password) => Typed('p', Texts(password));

    /// <summary>Makes texts that each end with a zero.</summary>
    public static byte[] Texts(params string[] texts) => Encoding.UTF8.GetBytes(string.Concat(texts.Select(t => t + '\0')));
}
