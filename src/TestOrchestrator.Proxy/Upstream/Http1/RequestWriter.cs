using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Writes the head of a request as bytes: names, values and their order are those that were given (RFC 9112, sections 3 and 5). Not
/// thread-safe.
/// </summary>
internal sealed class RequestWriter : IDisposable
{
    private const int FirstBuffer = 2 * 1024;

    private static readonly SearchValues<char> s_neverInValues = SearchValues.Create("\r\n\0");

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Writes the whole head.</summary>
    /// <param name="request">The request.</param>
    /// <param name="toProxy">The proxy that it is sent to instead of to its origin.</param>
    /// <param name="isChunked">Whether its body comes in chunks.</param>
    public void WriteHead(UpstreamRequest request, UpstreamProxyAddress? toProxy, bool isChunked)
    {
        Write(request.Method);
        Write(" ");
        WriteTarget(request.Uri, toProxy);
        Write(" HTTP/1.1\r\n");

        // Host comes first, as servers like it (RFC 9110, section 7.2).
        WriteHeader("Host", request.Headers["Host"] ?? AuthorityOf(request.Uri));
        bool hasLength = false;
        foreach (KeyValuePair<string, string> header in request.Headers.Entries)
        {
            bool isLength = Is(header.Key, "Content-Length");
            if (!Is(header.Key, "Host") && !Is(header.Key, "Transfer-Encoding") && !(isLength && IsUntrue(request, header.Value, isChunked)))
            {
                hasLength |= isLength;
                WriteHeader(header.Key, header.Value);
            }
        }

        if (isChunked)
        {
            Write("Transfer-Encoding: chunked\r\n");
        }
        else if (!hasLength && request.Body is null && request.Method is "POST" or "PUT" or "PATCH")
        {
            // HTTP/2 ends a request without saying so; HTTP/1.1 servers want to hear that nothing comes.
            Write("Content-Length: 0\r\n");
        }

        if (toProxy?.Authorization is { } authorization)
        {
            WriteHeader("Proxy-Authorization", authorization);
        }

        Write("\r\n");
    }

    /// <summary>Writes a part of a body that comes in chunks.</summary>
    public void WriteChunk(ReadOnlySpan<byte> data)
    {
        const int LongestSize = 8;
        Reserve(LongestSize);
        _ = Utf8Formatter.TryFormat(data.Length, _buffer.AsSpan(_length), out int digits, new StandardFormat('x'));
        _length += digits;
        Write("\r\n");
        Write(data);
        Write("\r\n");
    }

    /// <summary>Writes a part of a body whose length was told.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        Reserve(data.Length);
        data.CopyTo(_buffer.AsSpan(_length));
        _length += data.Length;
    }

    /// <summary>Forgets what was written, because it has been sent.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes the last chunk and the headers after it; those that tell how a message is carried have no place there.</summary>
    public void WriteEnd(RecordedHeaders trailers)
    {
        Write("0\r\n");
        foreach (KeyValuePair<string, string> trailer in trailers.Entries)
        {
            if (!Is(trailer.Key, "Content-Length") && !Is(trailer.Key, "Transfer-Encoding") && !Is(trailer.Key, "Host"))
            {
                WriteHeader(trailer.Key, trailer.Value);
            }
        }

        Write("\r\n");
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
    }

    // A length of what is not sent in that way would make the origin wait, or read the next request as this one's body.
    private static bool IsUntrue(UpstreamRequest request, string length, bool isChunked) => isChunked || (request.Body is null && length != "0");

    private static string AuthorityOf(Uri uri) => uri.IsDefaultPort
        ? HostText.InAuthority(uri.IdnHost)
        : string.Create(CultureInfo.InvariantCulture, $"{HostText.InAuthority(uri.IdnHost)}:{uri.Port}");

    private void WriteTarget(Uri uri, UpstreamProxyAddress? toProxy)
    {
        string target = uri.PathAndQuery;
        if (target.AsSpan().ContainsAnyExceptInRange('!', '\u00FF'))
        {
            throw Http1Errors.InvalidRequest($"the path '{target}' holds a blank or a character that a request cannot");
        }

        if (toProxy is not null)
        {
            Write("http://");
            Write(AuthorityOf(uri));
        }

        Write(target);
    }

    private void WriteHeader(string name, string value)
    {
        if (!HttpToken.IsToken(name))
        {
            throw Http1Errors.InvalidRequest($"'{HttpToken.Shown(name)}' is not the name of a header");
        }

        if (value.AsSpan().ContainsAny(s_neverInValues) || value.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            throw Http1Errors.InvalidRequest($"the value of header '{name}' holds a character that ends the line, or that is not of Latin-1");
        }

        Write(name);
        Write(": ");
        Write(value);
        Write("\r\n");
    }

    private void Write(string text)
    {
        Reserve(text.Length);
        _length += Encoding.Latin1.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, 2 * _buffer.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static bool Is(string name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
