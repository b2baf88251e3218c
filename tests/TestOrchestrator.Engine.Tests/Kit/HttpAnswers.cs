using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A raw HTTP server that answers as a test says and remembers the first line of every request. Thread-safe.</summary>
internal sealed class HttpAnswers : IAsyncDisposable
{
    private const string Text = "text/plain; charset=utf-8";

    private volatile TcpListener? _listener;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _next = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private Task _serving = Task.CompletedTask;
    private string _always = Answer("200 OK", "");

    private HttpAnswers()
    {
    }

    /// <summary>Gets where it listens, or listened last.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    public IReadOnlyCollection<string> Requests => [.. _requests];

    public static HttpAnswers Listen(IPEndPoint endPoint)
    {
        HttpAnswers answers = new();
        answers.Open(endPoint);
        return answers;
    }

    /// <summary>Makes one that listens while a fake runs. A fake may have several.</summary>
    public static HttpAnswers Of(Fake fake, Func<IPEndPoint> endPoint)
    {
        HttpAnswers answers = new();
        (Func<CancellationToken, Task> starting, Func<Task> stopping) = (fake.Provider.Starting, fake.Provider.Stopping);
        fake.Starting(token =>
        {
            answers.Open(endPoint());
            return starting(token);
        });
        fake.Stopping(async () =>
        {
            await stopping();
            await answers.CloseAsync();
        });
        return answers;
    }

    public void Next(string status, string body) => _next.Enqueue(Answer(status, body));

    public void Always(string status, string body, string contentType = Text) => Volatile.Write(ref _always, Answer(status, body, contentType));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await CloseAsync();
        _over.Dispose();
    }

    private static string Answer(string status, string body, string contentType = Text) =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nContent-Type: {contentType}\r\nConnection: close\r\n\r\n{body}";

    private void Open(IPEndPoint endPoint)
    {
        TcpListener listener = new(endPoint);
        listener.Start();
        EndPoint = (IPEndPoint)listener.LocalEndpoint;
        _listener = listener;
        _serving = ServeAsync(listener);
    }

    private async Task CloseAsync()
    {
        TcpListener? listener = _listener;
        _listener = null;
        listener?.Dispose();
        await _serving;
    }

    private async Task ServeAsync(TcpListener listener)
    {
        while (!_over.IsCancellationRequested && _listener == listener)
        {
            try
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(_over.Token);
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
