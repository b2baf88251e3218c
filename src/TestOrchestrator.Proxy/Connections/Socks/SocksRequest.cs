using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Connections.Socks;

/// <summary>What a SOCKS 5 client asks for (RFC 1928, sections 4 and 5). Immutable.</summary>
internal sealed record SocksRequest
{
    public const byte IPv4 = 1;

    /// <summary>How long a request may be, in bytes.</summary>
    public const int Limit = 4 + 1 + 255 + 2;

    private const byte Name = 3;
    private const byte IPv6 = 4;
    private const byte Connect = 1;
    private const byte GeneralFailure = 1;
    private const byte CommandNotSupported = 7;
    private const byte AddressNotSupported = 8;

    public required int Length { get; init; }

    public string Host { get; init; } = "";

    public int Port { get; init; }

    /// <summary>Gets what is wrong with it.</summary>
    /// <value><see langword="null"/> when nothing is.</value>
    public string? Problem { get; init; }

    /// <summary>Gets the number that tells the client what is wrong.</summary>
    public byte Reply { get; init; }

    /// <summary>Reads the request, or <see langword="null"/> when it is not complete.</summary>
    public static SocksRequest? Read(in ReadOnlySequence<byte> bytes)
    {
        // version, command, reserved, type of address, address, port
        SequenceReader<byte> reader = new(bytes);
        if (!reader.TryRead(out byte version) || !reader.TryRead(out byte command) || !reader.TryRead(out _) || !reader.TryRead(out byte type))
        {
            return null;
        }

        if (version != SocksMessage.Version)
        {
            return Refused(GeneralFailure, $"its request is of version {version}, and its greeting was of version {SocksMessage.Version}");
        }

        if (type is not (IPv4 or IPv6 or Name))
        {
            return Refused(AddressNotSupported, $"it names an address of type {type}; there are {IPv4} (IPv4), {Name} (a name) and {IPv6} (IPv6)");
        }

        if (!TryReadAddress(ref reader, type, out string? text) || !reader.TryReadBigEndian(out short port))
        {
            return null;
        }

        return command == Connect
            ? OfAddress(text, (ushort)port, (int)reader.Consumed)
            : Refused(CommandNotSupported, $"it asks for {(command switch { 2 => "BIND", 3 => "UDP ASSOCIATE", _ => $"command {command}" })}; only CONNECT is served");
    }

    private static SocksRequest OfAddress(string text, int port, int length) => port > 0 && HostText.TryNormalize(text, out string? host)
        ? new SocksRequest { Length = length, Host = host, Port = port }
        : Refused(GeneralFailure, $"it asks for '{text}', port {port}; that is not a host with a port from 1 to 65535");

    private static bool TryReadAddress(ref SequenceReader<byte> reader, byte type, [NotNullWhen(true)] out string? text)
    {
        text = null;
        byte length = type == IPv4 ? (byte)4 : (byte)16;
        if ((type == Name && !reader.TryRead(out length)) || !reader.TryReadExact(length, out ReadOnlySequence<byte> address))
        {
            return false;
        }

        text = type == Name ? Encoding.Latin1.GetString(address) : new IPAddress(address.ToArray()).ToString();
        return true;
    }

    private static SocksRequest Refused(byte reply, string problem) => new() { Length = 0, Reply = reply, Problem = problem };
}
