using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>A server of a protocol that is neither HTTP nor TLS: it gives each line back, in upper case. Thread-safe.</summary>
internal sealed class LineOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    public LineOrigin()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                await using NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream);
                await using StreamWriter writer = new(stream);
                while (await reader.ReadLineAsync(_ending.Token) is { } line)
                {
                    await writer.WriteLineAsync(line.ToUpperInvariant().AsMemory(), _ending.Token);
                    await writer.FlushAsync(_ending.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
