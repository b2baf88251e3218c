using Microsoft.AspNetCore.Http;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// The body of a request, which is recorded while it is read. Its beginning, or all of it, can be looked at before it is read to be passed
/// on. Not thread-safe.
/// </summary>
internal sealed class RequestBody(Stream body, Func<RecordedHeaders> trailers, LiveExchange exchange) : SequentialStream
{
    private const int FirstPiece = 4096;

    private byte[] _seen = [];
    private int _seenLength;
    private int _passedOn;

    /// <summary>Gets a value indicating whether the client broke off before the end of the body.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets a value indicating whether the end has been reached.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Gets what was looked at.</summary>
    public ReadOnlyMemory<byte> Seen => _seen.AsMemory(0, _seenLength);

    /// <summary>Looks at the body up to a limit in bytes. What was seen is read first afterwards.</summary>
    /// <returns>Whether that is all of it.</returns>
    public async Task<bool> LookAsync(int limit, CancellationToken cancellationToken)
    {
        while (!IsAtEnd && _seenLength < limit)
        {
            if (_seenLength == _seen.Length)
            {
                Array.Resize(ref _seen, Math.Min(limit, Math.Max(FirstPiece, _seen.Length * 2)));
            }

            _seenLength += await ReadOnAsync(_seen.AsMemory(_seenLength), cancellationToken).ConfigureAwait(false);
        }

        // Whether anything follows is known only by reading on; a body of exactly the limit counts as longer.
        return IsAtEnd;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> left = _seen.AsMemory(_passedOn, _seenLength - _passedOn);
        if (left.IsEmpty)
        {
            return IsAtEnd ? ValueTask.FromResult(0) : ReadOnAsync(buffer, cancellationToken);
        }

        int count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        _passedOn += count;
        return ValueTask.FromResult(count);
    }

    private async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                IsAtEnd = true;
                exchange.RequestReceived(trailers());
            }
            else
            {
                exchange.AppendRequest(buffer.Span[..read]);
            }

            return read;
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
        catch (InvalidOperationException malformed)
        {
            // So the web server takes a zero byte in a trailer, unlike anything else that is malformed.
            IsBroken = true;
            throw new BadHttpRequestException(malformed.Message, malformed);
        }
    }
}
