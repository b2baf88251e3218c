using System.Buffers.Binary;
using System.Text;

namespace TestOrchestrator.Proxy.Tests.Grpc;

/// <summary>Messages of gRPC over HTTP/2: a byte that says whether it is compressed, four of length, the message (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcFrame
{
    public const string ContentType = "application/grpc";

    public static byte[] Of(string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(message);
        byte[] frame = [0, 0, 0, 0, 0, .. text];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), text.Length);
        return frame;
    }

    /// <summary>Reads one message.</summary>
    /// <returns>Null at the end.</returns>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        byte[] head = new byte[5];
        int read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        Assert.AreEqual(5, read, "The stream ended within the head of a message.");
        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return Encoding.UTF8.GetString(message);
    }
}
