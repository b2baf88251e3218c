using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Stands in for a program that serves HTTP on a Unix socket: it answers each request with a status and nothing else. Thread-safe.</summary>
public sealed class UnixHttpServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, int> _answer;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="answer">Gets the status for a request, such as <c>DELETE /things/1</c>.</param>
    public UnixHttpServer(string path, Func<string, int> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>Gets the requests so far, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using NetworkStream stream = new(client, ownsSocket: true);
        using StreamReader lines = new(stream, Encoding.ASCII);
        string request = (await lines.ReadLineAsync())!.Replace(" HTTP/1.1", "", StringComparison.Ordinal);
        while (await lines.ReadLineAsync() is { Length: > 0 })
        {
        }

        _requests.Enqueue(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_answer(request)} Answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }
}
