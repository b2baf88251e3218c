using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bench.Loads;

/// <summary>One client: it asks, waits for the answer, and asks again. What it has seen is read once its thread has ended.</summary>
internal sealed class LoadThread(LoadWindow window, LoadTask task, LoadTarget target)
{
    private readonly byte[] _buffer = LoadConnection.NewBuffer();
    private readonly TlsMemory? _memory = task.Kind == LoadKind.Resumed ? new() : null;
    private LoadConnection? _connection;
    private bool _wasResumed;

    /// <summary>Gets how long the requests took that were asked and answered within the window, in ticks of the clock.</summary>
    public List<long> Latencies { get; } = [];

    public int Failures { get; private set; }

    public int Resumed { get; private set; }

    public Exception? LastFailure { get; private set; }

    public void Run()
    {
        long begin = Stopwatch.GetTimestamp();
        while (window.Phase != LoadPhase.Over)
        {
            bool counts = window.Phase == LoadPhase.Counting;
            bool answered = TryOne();
            long end = Stopwatch.GetTimestamp();
            if (counts && answered && window.Phase == LoadPhase.Counting)
            {
                Latencies.Add(end - begin);
                Resumed += _wasResumed ? 1 : 0;
                window.Count();
            }

            begin = end;
        }

        _connection?.Dispose();
        _memory?.Dispose();
    }

    private bool TryOne()
    {
        try
        {
            _connection ??= new(target, _buffer, _memory);
            _connection.Exchange();
            if (task.Kind != LoadKind.KeepAlive)
            {
                _wasResumed = _connection.IsResumed;
                _connection.Dispose();
                _connection = null;
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or AuthenticationException)
        {
            _connection?.Dispose();
            _connection = null;
            Failures++;
            LastFailure = e;
            return false;
        }
    }
}
