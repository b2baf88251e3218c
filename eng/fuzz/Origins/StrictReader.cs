using System.Buffers;
using System.Globalization;
using System.Text;

namespace Fuzz.Origins;

/// <summary>Reads requests as RFC 9112 has them and nothing else: whatever could be read in two ways is a violation. Not thread-safe.</summary>
internal sealed class StrictReader
{
    private const int LongestLine = 1024 * 1024;

    private static readonly SearchValues<char> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly Stream _stream;
    private int _start;
    private int _end;

    /// <param name="stream">Where requests come from.</param>
    /// <param name="first">The byte that was read already.</param>
    public StrictReader(Stream stream, byte first)
    {
        _stream = stream;
        _buffer[0] = first;
        _end = 1;
    }

    /// <summary>Reads one request, or <see langword="null"/> at the end, be it within a request.</summary>
    /// <exception cref="FormatException">What came is no request, or more than one.</exception>
    public async Task<ReceivedRequest?> ReadAsync()
    {
        if (await LineAsync().ConfigureAwait(false) is not { } requestLine)
        {
            return null;
        }

        if (requestLine.Split(' ') is not [{ Length: > 0 } method, { Length: > 0 } target, "HTTP/1.1"] || method.AsSpan().ContainsAnyExcept(s_token) || target.Any(c => c is <= ' ' or '\u007f'))
        {
            throw new FormatException($"'{requestLine}' is no request line");
        }

        if (await HeadersAsync().ConfigureAwait(false) is not { } headers)
        {
            return null;
        }

        string[] hosts = Of(headers, "Host");
        string[] lengths = Of(headers, "Content-Length");
        string[] codings = Of(headers, "Transfer-Encoding");
        if (hosts.Length != 1 || lengths.Length > 1 || codings.Length > 1 || lengths.Length + codings.Length > 1)
        {
            throw new FormatException($"it has {hosts.Length} hosts, {lengths.Length} lengths and {codings.Length} codings");
        }

        string? body = codings is [var coding] ? await ChunksAsync(coding).ConfigureAwait(false) : lengths is [var length] ? await BytesAsync(Length(length)).ConfigureAwait(false) : "";
        return body is null ? null : new ReceivedRequest(method, target, hosts[0], body, Of(headers, "Upgrade").Length > 0);
    }

    /// <summary>Reads whatever comes next; 0 at the end.</summary>
    public async Task<int> ReadSomeAsync(Memory<byte> buffer)
    {
        if (_start == _end)
        {
            return await _stream.ReadAsync(buffer).ConfigureAwait(false);
        }

        int count = Math.Min(_end - _start, buffer.Length);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private static string[] Of(List<(string Name, string Value)> headers, string name) =>
        [.. headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    private static long Length(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
        ? length
        : throw new FormatException($"'{text}' is no length");

    private async Task<string?> ChunksAsync(string coding)
    {
        if (!coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"'{coding}' is not chunked");
        }

        StringBuilder body = new();
        while (await LineAsync().ConfigureAwait(false) is { } size)
        {
            if (size.Length == 0 || !size.All(char.IsAsciiHexDigit) || !int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int count))
            {
                throw new FormatException($"'{size}' is no size of a chunk");
            }

            if (count == 0)
            {
                return await HeadersAsync().ConfigureAwait(false) is null ? null : body.ToString();
            }

            if (await BytesAsync(count).ConfigureAwait(false) is not { } chunk || await LineAsync().ConfigureAwait(false) is not { } end)
            {
                return null;
            }

            body.Append(chunk);
            if (end.Length > 0)
            {
                throw new FormatException($"'{end}' follows a chunk");
            }
        }

        return null;
    }

    private async Task<List<(string Name, string Value)>?> HeadersAsync()
    {
        List<(string, string)> headers = [];
        while (await LineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                return headers;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.AsSpan(0, colon).ContainsAnyExcept(s_token) || line.Contains('\0', StringComparison.Ordinal))
            {
                throw new FormatException($"'{line}' is no header");
            }

            headers.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return null;
    }

    private async Task<string?> LineAsync()
    {
        StringBuilder line = new();
        while (await ByteAsync().ConfigureAwait(false) is >= 0 and int one)
        {
            if (one == '\n')
            {
                string text = line.ToString();
                return text.EndsWith('\r') && !text.AsSpan(0, text.Length - 1).Contains('\r') ? text[..^1] : throw new FormatException($"the line '{text}' does not end with CR LF, or has a CR within");
            }

            line.Append((char)one);
            if (line.Length > LongestLine)
            {
                throw new FormatException("a line has no end");
            }
        }

        return null;
    }

    private async Task<string?> BytesAsync(long count)
    {
        StringBuilder bytes = new();
        while (bytes.Length < count)
        {
            if (await ByteAsync().ConfigureAwait(false) is not (>= 0 and int one))
            {
                return null;
            }

            bytes.Append((char)one);
        }

        return bytes.ToString();
    }

    private async ValueTask<int> ByteAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await _stream.ReadAsync(_buffer).ConfigureAwait(false));
        }

        return _start == _end ? -1 : _buffer[_start++];
    }
}
