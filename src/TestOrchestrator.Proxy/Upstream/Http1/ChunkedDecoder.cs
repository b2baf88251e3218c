using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Reads what is around the data of a chunked body (RFC 9112, section 7.1); the data itself is the caller's. Without input or output; not
/// thread-safe.
/// </summary>
internal sealed class ChunkedDecoder
{
    private const int LineLimit = 4 * 1024;

    // Sixteen digits would be more than a long holds.
    private const int SizeDigits = 15;

    private State _state = State.Size;
    private int _searched;

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Done,
    }

    /// <summary>Gets how many bytes of data come next.</summary>
    public long Remaining { get; private set; }

    public bool IsDone => _state == State.Done;

    /// <summary>Gets the headers after the body; known when it is done.</summary>
    public RecordedHeaders Trailers { get; private set; } = RecordedHeaders.Empty;

    /// <summary>Reads up to the next data or the end.</summary>
    /// <returns>How many bytes were read; 0 when more are needed to tell anything.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        int read = 0;
        int more;
        do
        {
            more = _state switch
            {
                State.Size => ReadSize(bytes[read..]),
                State.DataEnd => ReadDataEnd(bytes[read..]),
                State.Trailers => ReadTrailers(bytes[read..]),
                State.Data or State.Done or _ => 0,
            };
            read += more;
        }
        while (more > 0);
        return read;
    }

    public void DataRead(int count)
    {
        Remaining -= count;
        if (Remaining == 0)
        {
            _state = State.DataEnd;
        }
    }

    private int ReadSize(ReadOnlySpan<byte> bytes)
    {
        // 1a2b;name="value"\r\n
        int end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            return bytes.Length <= LineLimit ? 0 : throw Http1Errors.InvalidResponse($"a line with the size of a chunk is longer than {LineLimit} bytes");
        }

        if (end == 0 || bytes[end - 1] != '\r' || bytes[..(end - 1)].Contains((byte)'\r'))
        {
            throw Http1Errors.InvalidResponse($"the line {Http1Errors.Show(bytes[..end])} with the size of a chunk does not end with \\r\\n");
        }

        Remaining = SizeOf(bytes[..(end - 1)]);
        _state = Remaining == 0 ? State.Trailers : State.Data;
        return end + 1;
    }

    private static long SizeOf(ReadOnlySpan<byte> line)
    {
        int extension = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = (extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8);
        return digits.Length is > 0 and <= SizeDigits && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size)
            ? size
            : throw Http1Errors.InvalidResponse($"{Http1Errors.Show(line)} is not the size of a chunk; it would be up to {SizeDigits} hexadecimal digits");
    }

    private int ReadDataEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 && "\r\n"u8.StartsWith(bytes))
        {
            return 0;
        }

        if (!bytes.StartsWith("\r\n"u8))
        {
            throw Http1Errors.InvalidResponse($"{Http1Errors.Show(bytes[..Math.Min(bytes.Length, 8)])} follows a chunk where \\r\\n should; the chunk is longer or shorter than its size");
        }

        _state = State.Size;
        return 2;
    }

    private int ReadTrailers(ReadOnlySpan<byte> bytes)
    {
        if (HeaderSection.FindEnd(bytes, ref _searched) is not { } length)
        {
            return 0;
        }

        Trailers = length == 2 ? RecordedHeaders.Empty : new RecordedHeaders(HeaderSection.Read(bytes[..length]));
        _state = State.Done;
        return length;
    }
}
