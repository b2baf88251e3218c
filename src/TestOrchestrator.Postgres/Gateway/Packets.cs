using System.Buffers.Binary;
using System.Net.Sockets;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>Reads the packets that a client sends before its session begins.</summary>
internal static class Packets
{
    private const int MinStartupLength = 8;
    private const int MaxPasswordLength = 1000;

    public static async Task<byte[]> ReadStartupAsync(Socket client)
    {
        byte[] length = new byte[4];
        await ReadExactlyAsync(client, length).ConfigureAwait(false);
        byte[] packet = new byte[Checked(BinaryPrimitives.ReadInt32BigEndian(length), MinStartupLength, StartupPacket.MaxLength)];
        length.CopyTo(packet, 0);
        await ReadExactlyAsync(client, packet.AsMemory(4)).ConfigureAwait(false);
        return packet;
    }

    // 'p', length, password, zero.
    public static async Task<byte[]> ReadPasswordAsync(Socket client)
    {
        byte[] header = new byte[5];
        await ReadExactlyAsync(client, header).ConfigureAwait(false);
        if (header[0] != 'p')
        {
            throw new InvalidDataException($"A PostgreSQL client sent the message '{(char)header[0]}' where its password was asked for.");
        }

        byte[] body = new byte[Checked(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)), 4, MaxPasswordLength) - 4];
        await ReadExactlyAsync(client, body).ConfigureAwait(false);
        return body;
    }

    private static int Checked(int length, int min, int max) => length >= min && length <= max
        ? length
        : throw new InvalidDataException($"A PostgreSQL client sent a packet of {length} bytes; {min} to {max} are allowed here.");

    private static async Task ReadExactlyAsync(Socket socket, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int read = await socket.ReceiveAsync(buffer).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            buffer = buffer[read..];
        }
    }
}
