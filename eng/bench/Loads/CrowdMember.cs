using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bench.Loads;

/// <summary>One of many connections, which must do without a thread of its own. Once it has failed it does nothing any more. Not thread-safe.</summary>
internal sealed class CrowdMember(LoadTarget target) : IDisposable
{
    private const int BufferBytes = 2048;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;

    /// <summary>Gets how it failed; null if it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Gets how long its requests took, in milliseconds.</summary>
    public List<double> Latencies { get; } = [];

    public async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            await step(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or AuthenticationException)
        {
            Failure = $"{e.GetType().Name}: {e.Message}";
        }
        catch (OperationCanceledException)
        {
            Failure = "It was not done in time.";
        }
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(target.Address, cancellationToken);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        if (target.Connect is { } connect)
        {
            await ExchangeAsync(connect, cancellationToken);
        }

        if (target.IsTls)
        {
            SslStream tls = new(_stream);
            _stream = tls;
#pragma warning disable CA5359 // The proxy is measured, not trusted: everything is on this machine.
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = target.ServerName ?? "", RemoteCertificateValidationCallback = static (_, _, _, _) => true }, cancellationToken);
#pragma warning restore CA5359
        }
    }

    public async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        await ExchangeAsync(target.Request, cancellationToken);
        Latencies.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    // What is asked for fits the buffer.
    private async Task ExchangeAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _stream!.WriteAsync(request, cancellationToken);
        int received = 0;
        long missing = 1;
        while (missing > 0)
        {
            int read = await _stream.ReadAsync(_buffer.AsMemory(received), cancellationToken);
            received += read > 0 ? read : throw new EndOfStreamException("The connection was closed before the answer was complete.");
            int head = ResponseHead.Read(_buffer.AsSpan(0, received), out long length);
            missing = head == 0 ? 1 : head + length - received;
        }
    }
}
