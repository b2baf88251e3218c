using System.Text;
using System.Threading.Channels;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Faults;

/// <summary>Bytes that come when a test says so, and tell when they have been taken.</summary>
internal sealed class ChunkedBody() : DelegatingStream(Null)
{
    private readonly Channel<string> _chunks = Channel.CreateUnbounded<string>();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Taken { get; private set; }

    public void Add(params string[] chunks) => Array.ForEach(chunks, c => _chunks.Writer.TryWrite(c));

    public void End() => _chunks.Writer.Complete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await _chunks.Reader.WaitToReadAsync(cancellationToken) || !_chunks.Reader.TryRead(out string? chunk))
        {
            return 0;
        }

        lock (_gate)
        {
            Taken++;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Encoding.ASCII.GetBytes(chunk, buffer.Span);
    }

    public async Task TakenAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (Taken >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }
}
