using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// The transport of the one Kestrel server: its only listener yields the connections of any number of ports, which come and go.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Kestrel binds its endpoints when it starts and has no way to add one; it does take connections from whoever calls himself its transport.
/// </remarks>
internal sealed class ConnectionHub(ILoggerFactory loggers) : IConnectionListenerFactory, IDisposable
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Makes connections of accepted sockets; shared, because its memory pools are what a port costs otherwise.</summary>
    public SocketConnectionContextFactory Sockets { get; } = new(new SocketConnectionFactoryOptions(), loggers.CreateLogger(typeof(ConnectionHub).FullName!));

    /// <summary>
    /// Makes connections whose writes complete when the system has them: what breaks one later breaks nothing that was written before.
    /// </summary>
    public SocketConnectionContextFactory UnbufferedSockets { get; } = new(new SocketConnectionFactoryOptions { MaxWriteBufferSize = 1 }, loggers.CreateLogger(typeof(ConnectionHub).FullName!));

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Listener(_accepted, endpoint));

    /// <summary>Hands a connection to the server; <see langword="false"/> when that has stopped.</summary>
    public bool TryEnter(ConnectionContext connection) => _accepted.Writer.TryWrite(connection);

    public void Dispose()
    {
        Sockets.Dispose();
        UnbufferedSockets.Dispose();
    }

    private sealed class Listener(Channel<ConnectionContext> accepted, EndPoint endpoint) : IConnectionListener
    {
        public EndPoint EndPoint { get; } = endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && accepted.Reader.TryRead(out ConnectionContext? connection) ? connection : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            accepted.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
