using System.Net;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Waits until something listens on an endpoint.</summary>
internal static class ListeningProbe
{
    // A resource may declare an endpoint that it never opens; DCP does not look at all.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static async Task WaitAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            if (host != "localhost")
            {
                return;
            }

            address = IPAddress.Loopback;
        }

        try
        {
            await Wait.UntilAsync(
                $"something to listen on {host}:{port}",
                token => TcpProbe.LookAsync(new(address, port), token),
                new() { Timeout = s_limit, LongestInterval = TimeSpan.FromMilliseconds(10) },
                TimeProvider.System,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its health checks decide, if it has any.
        }
    }
}
