using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A raw HTTP server that answers as a test says and remembers the first line of every request. Thread-safe.</summary>
internal sealed class HttpAnswers : IAsyncDisposable
{
    private const string Text = "text/plain; charset=utf-8";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _next = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _serving;
    private string _always = Answer("200 OK", "");

    private HttpAnswers(IPEndPoint endPoint)
    {
        _listener = new(endPoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public IReadOnlyCollection<string> Requests => [.. _requests];

    public static HttpAnswers Listen(IPEndPoint endPoint) => new(endPoint);

    public void Next(string status, string body) => _next.Enqueue(Answer(status, body));

    public void Always(string status, string body, string contentType = Text) => Volatile.Write(ref _always, Answer(status, body, contentType));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _serving;
        _over.Dispose();
    }

    private static string Answer(string status, string body, string contentType = Text) =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nContent-Type: {contentType}\r\nConnection: close\r\n\r\n{body}";

    private async Task ServeAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The test is over, or a client is gone.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        string? first = await reader.ReadLineAsync(_over.Token);
        if (first is null)
        {
            return;
        }

        while (await reader.ReadLineAsync(_over.Token) is { Length: > 0 })
        {
        }

        _requests.Enqueue(first);
        string answer = _next.TryDequeue(out string? next) ? next : Volatile.Read(ref _always);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _over.Token);
    }
}
