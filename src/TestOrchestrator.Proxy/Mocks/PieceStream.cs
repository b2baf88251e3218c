using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Reads pieces as they come; an empty one is passed over. Not thread-safe.</summary>
internal sealed class PieceStream(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces) : SequentialStream
{
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _pieces = pieces.GetAsyncEnumerator();
    private ReadOnlyMemory<byte> _left;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_left.IsEmpty)
        {
            if (!await MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            _left = _pieces.Current;
        }

        int count = Math.Min(_left.Length, buffer.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        await _pieces.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The pieces are the test's own code: whatever it throws becomes a problem.")]
    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pieces.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PieceException(thrown);
        }
    }
}
