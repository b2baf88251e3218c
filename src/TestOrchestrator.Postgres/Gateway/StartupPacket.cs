using System.Buffers.Binary;
using System.Text;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>
/// The first packet of a PostgreSQL connection, which has a length but no type (PostgreSQL's manual, "Message Formats": StartupMessage,
/// SSLRequest, GSSENCRequest, CancelRequest). Immutable.
/// </summary>
internal sealed record StartupPacket
{
    private const int ProtocolVersion3 = 3 << 16;
    private const int CancelRequest = 80877102;
    private const int SslRequest = 80877103;
    private const int GssEncRequest = 80877104;
    private const int HeaderLength = 8;

    /// <summary>The longest that PostgreSQL accepts.</summary>
    public const int MaxLength = 10000;

    public required StartupKind Kind { get; init; }

    /// <summary>The parameters of a start, such as user and database, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    public int MinorVersion { get; init; }

    public string? User => Value("user");

    /// <summary>The database; the user's name if none was asked for, as in PostgreSQL.</summary>
    public string? Database => Value("database") ?? User;

    /// <summary>Reads a packet, its length included.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StartupPacket Parse(ReadOnlySpan<byte> packet)
    {
        int code = BinaryPrimitives.ReadInt32BigEndian(packet[4..]);
        return code switch
        {
            CancelRequest => new() { Kind = StartupKind.Cancel },
            SslRequest => new() { Kind = StartupKind.Ssl },
            GssEncRequest => new() { Kind = StartupKind.GssEnc },
            _ when code >> 16 == 3 => new() { Kind = StartupKind.Start, MinorVersion = code & 0xffff, Parameters = ParseParameters(packet[HeaderLength..]) },
            _ => throw new InvalidDataException($"A PostgreSQL client started with the protocol {code >>> 16}.{code & 0xffff}; 3 is what PostgreSQL speaks."),
        };
    }

    /// <summary>Writes a start with another user and database.</summary>
    public byte[] WithTarget(string user, string database)
    {
        using MemoryStream packet = new();
        packet.Write(new byte[HeaderLength]);
        foreach ((string name, string value) in Parameters.Where(p => p.Key is not ("user" or "database")).Prepend(new("database", database)).Prepend(new("user", user)))
        {
            packet.Write(Encoding.UTF8.GetBytes($"{name}\0{value}\0"));
        }

        packet.WriteByte(0);
        byte[] bytes = packet.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), ProtocolVersion3 | MinorVersion);
        return bytes;
    }

    // user\0postgres\0database\0orders\0\0
    private static List<KeyValuePair<string, string>> ParseParameters(ReadOnlySpan<byte> body)
    {
        string[] texts = Encoding.UTF8.GetString(body).Split('\0');
        List<KeyValuePair<string, string>> parameters = [];
        for (int i = 0; i + 1 < texts.Length && texts[i].Length > 0; i += 2)
        {
            parameters.Add(new(texts[i], texts[i + 1]));
        }

        return parameters;
    }

    private string? Value(string name) =>
        Parameters.LastOrDefault(p => p.Key == name) is { Key: not null, Value.Length: > 0 } found ? found.Value : null;
}
