using System.Buffers.Binary;
using System.Text;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>What the gateway itself says to a client, before it lets the server speak (PostgreSQL's manual, "Message Formats").</summary>
internal static class BackendMessages
{
    /// <summary>
    /// AuthenticationCleartextPassword: loopback only, and cheaper by milliseconds than a key derivation for each connection.
    /// </summary>
    public static byte[] AskPassword { get; } = Message('R', [0, 0, 0, 3]);

    public static byte[] Fatal(string sqlState, string text) =>
        Message('E', Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C{sqlState}\0M{text}\0\0"));

    /// <summary>Reads a PasswordMessage without its type and length.</summary>
    public static string Password(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body.TrimEnd((byte)0));

    private static byte[] Message(char type, byte[] body)
    {
        byte[] message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        return message;
    }
}
