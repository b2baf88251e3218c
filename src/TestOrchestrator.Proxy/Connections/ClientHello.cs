using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>What the first message of a TLS client tells before anything is encrypted. Immutable.</summary>
internal sealed record ClientHello
{
    /// <summary>How long the message may be, in bytes, with the record headers.</summary>
    public const int Limit = 64 * 1024;

    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const ushort ServerNameExtension = 0;
    private const ushort AlpnExtension = 16;

    /// <summary>Gets the name of the server that the client wants to speak to.</summary>
    /// <value><see langword="null"/> when it gave none, as for IP addresses.</value>
    public string? ServerName { get; init; }

    /// <summary>Gets the application protocols that the client offers; empty when it offers none.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>Reads the message, or <see langword="null"/> when it is not complete. What is not a proper message tells nothing.</summary>
    public static ClientHello? Read(in ReadOnlySequence<byte> bytes)
    {
        if (!TryAssemble(bytes, out byte[] message, out bool isProper))
        {
            return isProper ? null : new ClientHello();
        }

        try
        {
            return ReadMessage(message);
        }
        catch (ArgumentOutOfRangeException)
        {
            // A length that points beyond the end; the handshake will refuse it properly.
            return new ClientHello();
        }
    }

    // The message may be cut into several records, as large post-quantum key shares make common:
    //   16 03 01 hh ll [part of the message]   16 03 01 hh ll [rest of the message]
    private static bool TryAssemble(in ReadOnlySequence<byte> bytes, out byte[] message, out bool isProper)
    {
        ArrayBufferWriter<byte> assembled = new();
        SequenceReader<byte> reader = new(bytes);
        message = [];
        isProper = true;
        Span<byte> header = stackalloc byte[RecordHeader];
        while (reader.TryCopyTo(header))
        {
            isProper = header[0] == HandshakeRecord;
            reader.Advance(RecordHeader);
            if (!isProper || !reader.TryReadExact(BinaryPrimitives.ReadUInt16BigEndian(header[3..]), out ReadOnlySequence<byte> part))
            {
                return false;
            }

            foreach (ReadOnlyMemory<byte> segment in part)
            {
                assembled.Write(segment.Span);
            }

            if (IsComplete(assembled.WrittenSpan, out isProper) || !isProper)
            {
                message = assembled.WrittenSpan.ToArray();
                return isProper;
            }
        }

        return false;
    }

    private static bool IsComplete(ReadOnlySpan<byte> message, out bool isProper)
    {
        isProper = message.Length == 0 || message[0] == ClientHelloMessage;
        return message.Length >= MessageHeader && message.Length >= MessageHeader + ((message[1] << 16) | (message[2] << 8) | message[3]);
    }

    private static ClientHello ReadMessage(ReadOnlySpan<byte> message)
    {
        const int VersionAndRandom = 2 + 32;
        ReadOnlySpan<byte> rest = message[(MessageHeader + VersionAndRandom)..];
        Take(ref rest, lengthBytes: 1);     // session id
        Take(ref rest, lengthBytes: 2);     // cipher suites
        Take(ref rest, lengthBytes: 1);     // compression methods
        ClientHello hello = new();
        if (rest.IsEmpty)
        {
            return hello;
        }

        ReadOnlySpan<byte> extensions = Take(ref rest, lengthBytes: 2);
        while (!extensions.IsEmpty)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            ReadOnlySpan<byte> extension = Take(ref extensions, lengthBytes: 2);
            hello = type switch
            {
                ServerNameExtension => hello with { ServerName = ReadServerName(extension) },
                AlpnExtension => hello with { Protocols = ReadProtocols(extension) },
                _ => hello,
            };
        }

        return hello;
    }

    private static string? ReadServerName(ReadOnlySpan<byte> extension)
    {
        // A list of (type, name); only type 0, a host name, was ever defined.
        ReadOnlySpan<byte> names = Take(ref extension, lengthBytes: 2);
        if (names.IsEmpty || names[0] != 0)
        {
            return null;
        }

        names = names[1..];
        return Encoding.ASCII.GetString(Take(ref names, lengthBytes: 2));
    }

    private static ImmutableArray<string> ReadProtocols(ReadOnlySpan<byte> extension)
    {
        ImmutableArray<string>.Builder protocols = ImmutableArray.CreateBuilder<string>();
        ReadOnlySpan<byte> list = Take(ref extension, lengthBytes: 2);
        while (!list.IsEmpty)
        {
            protocols.Add(Encoding.ASCII.GetString(Take(ref list, lengthBytes: 1)));
        }

        return protocols.ToImmutable();
    }

    // A vector of TLS: its length in one or two bytes, then its content.
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int lengthBytes)
    {
        int length = lengthBytes == 1 ? rest[..1][0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        ReadOnlySpan<byte> taken = rest.Slice(lengthBytes, length);
        rest = rest[(lengthBytes + length)..];
        return taken;
    }
}
