using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>Ends the client's connection, or its stream of it, in the way in which a fault breaks it.</summary>
internal static class ConnectionEnd
{
    // Error codes of HTTP/2, RFC 9113 section 7. Not REFUSED_STREAM: clients would try again by themselves.
    private const int InternalError = 2;
    private const int Cancel = 8;

    // For a client that goes on although it was told that nothing more will come.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Ends it. A response that has begun is ended by the exception: the web server then closes the connection once it has sent what there
    /// is.
    /// </summary>
    /// <exception cref="IOException">The web server has to close the connection.</exception>
    public static Task OfAsync(FaultBreak how, IFeatureCollection features, TimeProvider clock)
    {
        IHttpResetFeature? stream = features.Get<IHttpResetFeature>();
        bool hasBegun = features.Get<IHttpResponseFeature>() is { HasStarted: true };
        bool isTunnel = features.Get<IHttpResponseFeature>() is null;
        switch (how)
        {
            case FaultBreak.Reset when stream is not null:
                stream.Reset(InternalError);
                break;
            case FaultBreak.Reset or FaultBreak.ResetConnection:
                Reset(features);
                break;
            case FaultBreak.Close when stream is not null:
                stream.Reset(Cancel);
                break;
            case FaultBreak.Close or FaultBreak.CloseConnection when hasBegun && stream is null:
                throw new IOException("A fault has closed the connection.");
            case FaultBreak.Close or FaultBreak.CloseConnection when !isTunnel:
                return CloseAsync(features, clock);
            case FaultBreak.None:
            default:
                // A tunnel is closed by its end.
                break;
        }

        return Task.CompletedTask;
    }

    private static void Reset(IFeatureCollection features)
    {
        if (features.Get<IConnectionSocketFeature>() is { } connection)
        {
            TryWith(connection.Socket, socket => socket.LingerState = new LingerOption(enable: true, seconds: 0));
        }

        features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    // The web server has no way to close without an answer. It hears that the client has closed too, and must not reset the connection
    // before.
    private static async Task CloseAsync(IFeatureCollection features, TimeProvider clock)
    {
        if (features.Get<IConnectionSocketFeature>() is not { } connection || features.Get<IConnectionLifetimeFeature>() is not { } lifetime)
        {
            return;
        }

        TryWith(connection.Socket, socket => socket.Shutdown(SocketShutdown.Send));
        await Task.Delay(s_patience, clock, lifetime.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.Abort();
    }

    private static void TryWith(Socket socket, Action<Socket> action)
    {
        try
        {
            action(socket);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
