using System.Net.Sockets;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>Accepts clients until their gateway closes.</summary>
internal static class AcceptLoop
{
    // With no file descriptor left, every try fails at once, until another part of this process closes some.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <param name="acceptAsync">Waits for the next client.</param>
    /// <param name="serve">Starts to serve a client, and does not throw.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="closing">Says that the gateway closes, which ends the wait for the next client, too.</param>
    public static async Task RunAsync(
        Func<Task<Socket>> acceptAsync,
        Action<Socket> serve,
        TimeProvider timeProvider,
        CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await acceptAsync().ConfigureAwait(false);
            }
            catch (SocketException) when (!closing.IsCancellationRequested)
            {
                // A client gave up before it was accepted, or too many files are open.
                await Task.Delay(s_pause, timeProvider, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            serve(client);
        }
    }
}
