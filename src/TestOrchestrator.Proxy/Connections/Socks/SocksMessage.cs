using System.Buffers;

namespace TestOrchestrator.Proxy.Connections.Socks;

/// <summary>The messages of a SOCKS 5 client before its request (RFC 1928, section 3; RFC 1929). Immutable.</summary>
internal sealed record SocksMessage
{
    public const byte Version = 5;

    /// <summary>How long a greeting may be, in bytes.</summary>
    public const int GreetingLimit = 2 + 255;

    /// <summary>How long user and password may be, in bytes.</summary>
    public const int CredentialsLimit = 1 + 1 + 255 + 1 + 255;

    /// <summary>Gets how many bytes of the input the message takes.</summary>
    public required int Length { get; init; }

    /// <summary>Gets the ways in which the client can say who it is.</summary>
    public byte[] Methods { get; init; } = [];

    /// <summary>Reads the greeting, or <see langword="null"/> when it is not complete.</summary>
    public static SocksMessage? ReadGreeting(in ReadOnlySequence<byte> bytes)
    {
        // version, number of methods, methods
        SequenceReader<byte> reader = new(bytes);
        return reader.TryRead(out _) && reader.TryRead(out byte count) && reader.TryReadExact(count, out ReadOnlySequence<byte> methods)
            ? new SocksMessage { Length = (int)reader.Consumed, Methods = methods.ToArray() }
            : null;
    }

    /// <summary>Gets user and password in the form of Proxy-Authorization.</summary>
    public string? Authorization { get; init; }

    /// <summary>Reads user and password, or <see langword="null"/> when they are not complete.</summary>
    public static SocksMessage? ReadCredentials(in ReadOnlySequence<byte> bytes)
    {
        // version of this message, length and user, length and password
        SequenceReader<byte> reader = new(bytes);
        return reader.TryRead(out _) && TryReadText(ref reader, out ReadOnlySequence<byte> user) && TryReadText(ref reader, out ReadOnlySequence<byte> password)
            ? new SocksMessage { Length = (int)reader.Consumed, Authorization = $"Basic {Convert.ToBase64String([.. user.ToArray(), (byte)':', .. password.ToArray()])}" }
            : null;
    }

    private static bool TryReadText(ref SequenceReader<byte> reader, out ReadOnlySequence<byte> text)
    {
        text = default;
        return reader.TryRead(out byte length) && reader.TryReadExact(length, out text);
    }
}
