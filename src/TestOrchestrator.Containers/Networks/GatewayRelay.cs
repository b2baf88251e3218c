using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Containers.Api;

namespace TestOrchestrator.Containers.Networks;

/// <summary>
/// Lets the containers of one network reach a service of this machine that listens on a loopback address: it listens on the gateway of
/// the network, and leads each connection from the network to the service. Connections from anywhere else are closed at once. Thread-safe.
/// </summary>
public sealed class GatewayRelay : IAsyncDisposable
{
    private const int MaxConnections = 1000;
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Socket _listener;
    private readonly NetworkAddresses _network;
    private readonly Func<IPEndPoint> _target;
    private readonly TimeProvider _timeProvider;
    private readonly Task _accepting;
    private readonly Lazy<Task> _end;

    private GatewayRelay(Socket listener, NetworkAddresses network, Func<IPEndPoint> target, TimeProvider timeProvider)
    {
        _listener = listener;
        _network = network;
        _target = target;
        _timeProvider = timeProvider;
        Address = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAsync();
        _end = new(EndAsync);
    }

    /// <summary>Gets the address at which containers find the service.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="network">The network.</param>
    /// <param name="target">Where the service listens: a loopback address.</param>
    /// <param name="port">The port that is wanted on the gateway. If it is not free, or 0, it is another.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>The relay; it listens.</returns>
    /// <exception cref="Engine.Errors.EngineException">The gateway is no address of this machine.</exception>
    public static GatewayRelay Start(NetworkAddresses network, IPEndPoint target, int port, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Start(network, () => target, port, timeProvider);
    }

    /// <summary>Begins to listen for a service whose port may move.</summary>
    /// <param name="network">The network.</param>
    /// <param name="target">Finds the address that the service listens on, a loopback address.</param>
    /// <param name="port">The port that is wanted on the gateway. If it is not free, or 0, it is another.</param>
    /// <param name="timeProvider">The clock.</param>
    internal static GatewayRelay Start(NetworkAddresses network, Func<IPEndPoint> target, int port, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.Subnet.Contains(network.Gateway) || network.Gateway.Equals(IPAddress.Any))
        {
            throw new ArgumentException($"The gateway {network.Gateway} is not in the subnet {network.Subnet}.", nameof(network));
        }

        if (!IPAddress.IsLoopback(target().Address))
        {
            string message = $"{target()} is not on a loopback address; a relay leads to services of this machine only.";
            throw new ArgumentException(message, nameof(target));
        }

        return new(Listen(network.Gateway, port), network, target, timeProvider);
    }

    /// <summary>Stops listening, and closes every connection. Idempotent.</summary>
    public async ValueTask DisposeAsync() => await _end.Value.ConfigureAwait(false);

    private async Task EndAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _over.Dispose();
    }

    private static Socket Listen(IPAddress gateway, int port)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            try
            {
                listener.Bind(new IPEndPoint(gateway, port));
            }
            catch (SocketException e) when (port != 0 && e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                listener.Bind(new IPEndPoint(gateway, 0));
            }

            listener.Listen();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw ContainerErrors.NoGateway(gateway, e);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptAsync(_over.Token).ConfigureAwait(false);
                bool isOfNetwork = client.RemoteEndPoint is IPEndPoint from && _network.Subnet.Contains(from.Address);
                if (isOfNetwork && _connections.Count < MaxConnections)
                {
                    Serve(client);
                }
                else
                {
                    client.Dispose();
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // No more files can be opened, or the client has given up: others may have more luck a little later.
                await Task.Delay(s_pause, _timeProvider, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Serve(Socket client)
    {
        // In the table before it can end, so that it never stays there.
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[client] = done.Task;
        _ = ServeAsync();

        async Task ServeAsync()
        {
            try
            {
                await RelayAsync(client).ConfigureAwait(false);
            }
            finally
            {
                client.Dispose();
                _connections.TryRemove(client, out _);
                done.SetResult();
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        // One side that breaks off ends the other.
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        try
        {
            using Socket service = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            Task connecting = service.ConnectAsync(_target(), over.Token).AsTask();
            await connecting.WaitAsync(s_connectLimit, _timeProvider, over.Token).ConfigureAwait(false);

            // Both streams first: a socket that was shut down for one direction makes none any more.
            using NetworkStream near = new(client);
            using NetworkStream far = new(service);
            await Task.WhenAll(CopyAsync(near, far, over), CopyAsync(far, near, over)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException
            or OperationCanceledException or ObjectDisposedException)
        {
            // One side broke off, the service does not listen, or the application ends: the container sees its connection closed.
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationTokenSource over)
    {
        try
        {
            await from.CopyToAsync(to, over.Token).ConfigureAwait(false);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
