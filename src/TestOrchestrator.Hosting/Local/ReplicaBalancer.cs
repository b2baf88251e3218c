using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Listens on the endpoints of a resource with several replicas, and leads each connection to the next replica that accepts it.
/// </summary>
/// <param name="unit">The unit whose replicas answer.</param>
internal sealed class ReplicaBalancer(string unit) : IUnitProvider
{
    public const string Kind = "ReplicaBalancer";

    /// <summary>Makes the name of the balancer of a unit.</summary>
    public static string NameOf(string unit) => $"{unit}-balancer";

    public IUnitRuntime Create(UnitContext context) => new Runtime(context, unit);

    private sealed class Runtime(UnitContext context, string unit) : IUnitRuntime
    {
        public Task<IUnitInstance> StartAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IUnitInstance>(new Instance(context, unit));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and no handle: canceling it is all that it needs.")]
    private sealed class Instance : IUnitInstance
    {
        private readonly CancellationTokenSource _over = new();
        private readonly List<TcpListener> _listeners = [];
        private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly UnitContext _context;
        private readonly string _unit;
        private int _last = -1;

        public Instance(UnitContext context, string unit)
        {
            _context = context;
            _unit = unit;
            foreach (EndpointDefinition endpoint in context.Unit.Endpoints)
            {
                TcpListener listener = new(context.GetEndpoint(endpoint.Name).Address);
                listener.Start();
                _listeners.Add(listener);
                _ = AcceptAsync(listener, endpoint.Name);
            }
        }

        public Task<ProcessExit> Ended => _ended.Task;

        public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

        public async Task StopAsync(StopMode mode)
        {
            await _over.CancelAsync().ConfigureAwait(false);
            _listeners.ForEach(l => l.Stop());
            _ended.TrySetResult(new() { ExitCode = 0 });
        }

        private async Task AcceptAsync(TcpListener listener, string endpoint)
        {
            while (!_over.IsCancellationRequested)
            {
                try
                {
                    Socket client = await listener.AcceptSocketAsync(_over.Token).ConfigureAwait(false);
                    _ = ServeAsync(client, endpoint);
                }
                catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
                {
                    return;
                }
                catch (SocketException)
                {
                    // No more files can be opened, or the client has given up: others may have more luck a little later.
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _context.Run.Options.TimeProvider).ConfigureAwait(false);
                }
            }
        }

        private async Task ServeAsync(Socket client, string endpoint)
        {
            using NetworkStream near = new(client, ownsSocket: true);
            try
            {
                using Socket replica = await ConnectAsync(endpoint).ConfigureAwait(false);
                using NetworkStream far = new(replica);
                await Task.WhenAll(CopyAsync(near, far, replica), CopyAsync(far, near, client)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side broke off, no replica accepts, or the application ends: the client sees its connection closed.
            }
        }

        private async Task<Socket> ConnectAsync(string endpoint)
        {
            int replicas = _context.Group.Get(_unit).Replicas;
            for (int attempt = 1; ; attempt++)
            {
                IPEndPoint address = _context.GetEndpoint(_unit, endpoint, (int)((uint)Interlocked.Increment(ref _last) % (uint)replicas)).Address;
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(address, _over.Token).ConfigureAwait(false);
                    return socket;
                }
                catch (SocketException) when (attempt < replicas)
                {
                    socket.Dispose();
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to, Socket target)
        {
            await from.CopyToAsync(to, _over.Token).ConfigureAwait(false);
            target.Shutdown(SocketShutdown.Send);
        }
    }
}
