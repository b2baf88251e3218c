using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Reads the heads of one connection. Those that follow each other are often the same, or differ in a line: what is the same is one object
/// for both. Not thread-safe.
/// </summary>
internal sealed class Http1HeadReader
{
    // Longer ones are rare, and a connection would keep their bytes while it waits.
    private const int LongestKept = 1024;

    private byte[] _bytes = [];
    private int _length;
    private bool _isHeadRequest;
    private Http1Head? _last;

    /// <summary>Reads a complete head; see <see cref="Http1Head.Read"/>.</summary>
    public Http1Head Read(ReadOnlySpan<byte> bytes, bool isHeadRequest)
    {
        if (_last is { } last && isHeadRequest == _isHeadRequest && bytes.SequenceEqual(_bytes.AsSpan(0, _length)))
        {
            return last;
        }

        Http1Head head = Http1Head.Read(bytes, isHeadRequest, _last?.Response.Headers ?? RecordedHeaders.Empty);
        Keep(bytes, isHeadRequest, head);
        return head;
    }

    private void Keep(ReadOnlySpan<byte> bytes, bool isHeadRequest, Http1Head head)
    {
        if (bytes.Length > LongestKept)
        {
            _last = null;
            return;
        }

        if (bytes.Length > _bytes.Length)
        {
            _bytes = new byte[bytes.Length];
        }

        bytes.CopyTo(_bytes);
        (_length, _isHeadRequest, _last) = (bytes.Length, isHeadRequest, head);
    }
}
