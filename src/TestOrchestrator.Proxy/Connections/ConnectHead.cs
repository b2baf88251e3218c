using System.Buffers;
using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>The head of a CONNECT request. Immutable.</summary>
internal sealed record ConnectHead
{
    /// <summary>How long a head may be, in bytes.</summary>
    public const int Limit = 16 * 1024;

    private const int DefaultPort = 443;

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Gets how many bytes of the input the head takes.</summary>
    public required long Length { get; init; }

    /// <summary>Gets the credentials that it carries, as they were sent.</summary>
    public string? Authorization { get; init; }

    /// <summary>Gets the baggage that it carries.</summary>
    public string? Baggage { get; init; }

    /// <summary>Gets what is wrong with it.</summary>
    /// <value><see langword="null"/> when nothing is.</value>
    public string? Problem { get; init; }

    /// <summary>Reads the head, or <see langword="null"/> when it is not complete.</summary>
    public static ConnectHead? Read(in ReadOnlySequence<byte> bytes)
    {
        // CONNECT payments.example.com:443 HTTP/1.1
        // Host: payments.example.com:443
        SequenceReader<byte> reader = new(bytes);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
        {
            return null;
        }

        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");
        string line = lines[0].Split('\r')[0];
        return line.Split(' ') is ["CONNECT", { Length: > 0 } authority, "HTTP/1.0" or "HTTP/1.1"]
            ? OfAuthority(authority, reader.Consumed) with { Authorization = Header(lines, "Proxy-Authorization"), Baggage = Header(lines, "baggage") }
            : Refused(reader.Consumed, $"'{line}' is not a CONNECT request; it would be 'CONNECT host:port HTTP/1.1'");
    }

    private static ConnectHead OfAuthority(string authority, long length) =>
        HostText.TrySplit(authority, out string host, out int? port) && HostText.TryNormalize(host, out string? normalized)
            ? new ConnectHead { Host = normalized, Port = port ?? DefaultPort, Length = length }
            : Refused(length, $"'{authority}' is not a host with a port; it would be 'example.com:443' or '[::1]:443'");

    private static string? Header(string[] lines, string name) => lines.Skip(1)
        .Where(l => l.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(l => l[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private static ConnectHead Refused(long length, string problem) => new() { Host = "", Port = 0, Length = length, Problem = problem };
}
