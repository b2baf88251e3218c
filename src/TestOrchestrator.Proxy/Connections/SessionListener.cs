using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Listens for one session and hands what it accepts to the hub. Thread-safe.</summary>
internal sealed class SessionListener : IAsyncDisposable
{
    private const int Backlog = 512;

    // When the process has no file descriptors left, trying again at once would only burn the processor.
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly ProxySession _session;
    private readonly ConnectionHub _hub;
    private readonly TimeProvider _clock;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    private SessionListener(ProxySession session, ConnectionHub hub, TimeProvider clock, Socket socket)
    {
        _session = session;
        _hub = hub;
        _clock = clock;
        _socket = socket;
        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = AcceptAsync(_ending.Token);
    }

    public IPEndPoint Endpoint { get; }

    public static SessionListener Start(ProxySession session, IPEndPoint endpoint, ConnectionHub hub, TimeProvider clock)
    {
        Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw SessionErrors.CannotListen(session.Name, endpoint, refused);
        }

        return new SessionListener(session, hub, clock, socket);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync(CancellationToken ending)
    {
        try
        {
            while (true)
            {
                if (await TryAcceptAsync(ending).ConfigureAwait(false) is { } client)
                {
                    Enter(client);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException && ending.IsCancellationRequested)
        {
            // The one way out: the session has ended.
        }
    }

    private async Task<Socket?> TryAcceptAsync(CancellationToken ending)
    {
        try
        {
            return await _socket.AcceptAsync(ending).ConfigureAwait(false);
        }
        catch (SocketException gone) when (gone.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            // A client that left before it was let in.
            return null;
        }
        catch (SocketException) when (!ending.IsCancellationRequested)
        {
            await Task.Delay(s_pauseAfterFailure, _clock, ending).ConfigureAwait(false);
            return null;
        }
    }

    private void Enter(Socket client)
    {
        try
        {
            client.NoDelay = true;
        }
        catch (SocketException)
        {
            client.Dispose();
            return;
        }

        ConnectionContext connection = (_session.Port.HadFaults ? _hub.UnbufferedSockets : _hub.Sockets).Create(client);
        connection.Features.Set(_session);
        if (!_session.Connections.TryAdd(connection))
        {
            connection.Abort();
            return;
        }

        if (!_hub.TryEnter(connection))
        {
            connection.Abort();
            _session.Connections.Remove(connection);
        }
    }
}
