using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>The head of a response, and how its body is delimited (RFC 9112, sections 4 and 6). Immutable.</summary>
internal sealed record Http1Head
{
    /// <summary>How long a head, or the trailers, may be, in bytes.</summary>
    public const int Limit = 64 * 1024;

    public required ResponseHead Response { get; init; }

    /// <summary>Gets the length of the body in bytes, as its head tells.</summary>
    /// <value><see langword="null"/> when it tells none. It may tell one although there is no body, see <see cref="HasBody"/>.</value>
    public long? Length { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>Gets a value indicating whether a body follows at all.</summary>
    public bool HasBody { get; init; }

    /// <summary>Gets a value indicating whether the connection may be used again after this response.</summary>
    public bool KeepsAlive { get; init; }

    /// <summary>Gets a value indicating whether another head follows, which is the response proper.</summary>
    public bool IsInterim => Response.Status is >= 100 and < 200 and not 101;

    /// <summary>Reads a complete head, up to and including its empty line.</summary>
    /// <param name="bytes">The head.</param>
    /// <param name="isHeadRequest">Whether the request was HEAD, whose response has no body.</param>
    /// <param name="known">Headers whose texts are used again where they are the same.</param>
    /// <exception cref="UpstreamException">It is none, or can be read in more than one way.</exception>
    public static Http1Head Read(ReadOnlySpan<byte> bytes, bool isHeadRequest, RecordedHeaders known)
    {
        (string protocol, int status, string reason) = ReadStatusLine(HeaderSection.TakeLine(ref bytes));
        List<KeyValuePair<string, string>> headers = HeaderSection.Read(bytes, known.Entries);
        Delimiters delimiters = Delimiters.Of(headers, protocol == "HTTP/1.0");
        return new Http1Head
        {
            Response = new ResponseHead { Status = status, Reason = reason, Protocol = protocol, Headers = new RecordedHeaders(headers) },
            HasBody = !isHeadRequest && status is >= 200 and not (204 or 304),
            Length = delimiters.Length,
            IsChunked = delimiters.IsChunked,
            KeepsAlive = delimiters.KeepsAlive,
        };
    }

    private static (string Protocol, int Status, string Reason) ReadStatusLine(ReadOnlySpan<byte> line)
    {
        // HTTP/1.1 404 Not Found
        string? protocol = line.StartsWith("HTTP/1.1 "u8) ? "HTTP/1.1" : line.StartsWith("HTTP/1.0 "u8) ? "HTTP/1.0" : null;
        ReadOnlySpan<byte> rest = protocol is null ? [] : line[(protocol.Length + 1)..];
        bool isStatus = rest.Length >= 3 && (rest.Length == 3 || rest[3] == ' ') && !rest[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9') && rest[0] != '0';
        if (protocol is null || !isStatus)
        {
            throw Http1Errors.InvalidResponse($"it begins with {Http1Errors.Show(line)}, which is not a status line such as 'HTTP/1.1 200 OK'");
        }

        int status = int.Parse(rest[..3], NumberStyles.None, CultureInfo.InvariantCulture);
        return (protocol, status, rest.Length <= 4 ? "" : rest[4..].SequenceEqual("OK"u8) ? "OK" : Encoding.Latin1.GetString(rest[4..]));
    }

    // What the headers say about the end of the body and of the connection.
    private readonly record struct Delimiters(long? Length, bool IsChunked, bool KeepsAlive)
    {
        public static Delimiters Of(List<KeyValuePair<string, string>> headers, bool isHttp10)
        {
            string? length = null;
            string? coding = null;
            bool keepsAlive = !isHttp10;
            for (int i = 0; i < headers.Count; i++)
            {
                (string name, string value) = headers[i];
                switch (name.Length)
                {
                    case 14 when Is(name, "Content-Length"):
                        if (length is not null)
                        {
                            // Said twice and the same is said once.
                            length = length == value ? value : throw Http1Errors.InvalidResponse($"it has two lengths: Content-Length is '{length}' and '{value}'");
                            headers.RemoveAt(i--);
                        }

                        length = value;
                        break;
                    case 17 when Is(name, "Transfer-Encoding"):
                        coding = coding is null ? value : $"{coding}, {value}";
                        break;
                    case 10 when Is(name, "Connection"):
                        keepsAlive = ReadConnection(value, keepsAlive);
                        break;
                    default:
                        break;
                }
            }

            Check(length, coding, isHttp10);
            return new Delimiters(length is null ? null : ReadLength(length), coding is not null, keepsAlive);
        }

        private static void Check(string? length, string? coding, bool isHttp10)
        {
            if (coding is not null && !Is(coding, "chunked"))
            {
                throw Http1Errors.InvalidResponse($"its Transfer-Encoding is '{coding}'; only 'chunked' is known");
            }

            if (coding is not null && length is not null)
            {
                throw Http1Errors.InvalidResponse($"it has both a Transfer-Encoding and a Content-Length ({length}), and readers differ in which one counts");
            }

            if (coding is not null && isHttp10)
            {
                throw Http1Errors.InvalidResponse("it is of HTTP/1.0 and has a Transfer-Encoding, which HTTP/1.0 does not know");
            }
        }

        private static long ReadLength(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw Http1Errors.InvalidResponse($"its Content-Length is '{text}', which is not a number of bytes");

        [SuppressMessage("Globalization", "CA1309", Justification = "Names and tokens of HTTP are ASCII.")]
        private static bool ReadConnection(string value, bool keepsAlive)
        {
            foreach (Range part in value.AsSpan().Split(','))
            {
                ReadOnlySpan<char> option = value.AsSpan(part).Trim();
                if (option.Equals("close", StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }

                keepsAlive |= option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase);
            }

            return keepsAlive;
        }

        private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
    }
}
