using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks once whether somebody listens.</summary>
public static class TcpProbe
{
    /// <summary>Connects, and closes the connection again.</summary>
    /// <param name="address">Where somebody should listen.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What was seen.</returns>
    public static async ValueTask<Observation> LookAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        if (TryOpen(out string? why) is not { } socket)
        {
            return Observation.NotYet($"that there is no socket to look with: {why}");
        }

        using Socket opened = socket;
        using SocketAsyncEventArgs connect = new() { RemoteEndPoint = address };

        // Event args, as they tell of a refusal without throwing: this runs every few milliseconds while a service starts.
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        connect.Completed += (_, _) => done.TrySetResult();
        if (socket.ConnectAsync(connect))
        {
            using CancellationTokenRegistration cancel = cancellationToken.Register(static state => Socket.CancelConnectAsync((SocketAsyncEventArgs)state!), connect);
            await done.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return connect.SocketError == SocketError.Success
            ? Observation.Satisfied
            : Observation.NotYet($"{connect.SocketError} by {address}");
    }

    private static Socket? TryOpen(out string? why)
    {
        try
        {
            why = null;
            return new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        }
        catch (SocketException e)
        {
            why = e.Message;
            return null;
        }
    }
}
