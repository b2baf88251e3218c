using System.Net;
using System.Threading.Channels;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Proxy.Tests.Grpc;

/// <summary>One call of a gRPC client: messages go out while others come in, the status comes last.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly Channel<string> _messages;
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;

    private GrpcCall(Channel<string> messages, HttpResponseMessage response, Stream stream) => (_messages, _response, _stream) = (messages, response, stream);

    /// <summary>Gets the status: in the trailers, or in the headers of a response that has nothing else.</summary>
    public string Status => Trailer("grpc-status");

    public HttpResponseMessage Response => _response;

    /// <summary>Begins a call, and waits for the head of its response.</summary>
    /// <param name="client">The client.</param>
    /// <param name="method">The URL of the method.</param>
    /// <param name="messages">What is sent at once. Without <paramref name="open"/> nothing follows.</param>
    /// <param name="open">Whether more will be sent by <see cref="SendAsync"/>.</param>
    /// <param name="deadline">The header grpc-timeout.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public static async Task<GrpcCall> StartAsync(
        HttpClient client, Uri method, string[] messages, bool open = false, string? deadline = null, CancellationToken cancellationToken = default)
    {
        Channel<string> outgoing = Channel.CreateUnbounded<string>();
        foreach (string message in messages)
        {
            outgoing.Writer.TryWrite(message);
        }

        if (!open)
        {
            outgoing.Writer.Complete();
        }

        using HttpRequestMessage request = new(HttpMethod.Post, method) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new MessageContent(outgoing.Reader) };
        request.Headers.TE.ParseAdd("trailers");
        if (deadline is not null)
        {
            request.Headers.Add("grpc-timeout", deadline);
        }

        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).Soon();
        return new GrpcCall(outgoing, response, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    public ValueTask SendAsync(string message) => _messages.Writer.WriteAsync(message);

    public void EndSending() => _messages.Writer.Complete();

    public Task<string?> ReadAsync(CancellationToken cancellationToken = default) => GrpcFrame.ReadAsync(_stream, cancellationToken).Soon();

    public string Trailer(string name) =>
        _response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? last) || _response.Headers.TryGetValues(name, out last) ? string.Join(',', last) : "none";

    public void Dispose()
    {
        _messages.Writer.TryComplete();
        _response.Dispose();
    }

    private sealed class MessageContent : HttpContent
    {
        private readonly ChannelReader<string> _messages;

        public MessageContent(ChannelReader<string> messages)
        {
            _messages = messages;
            Headers.TryAddWithoutValidation("Content-Type", GrpcFrame.ContentType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await foreach (string message in _messages.ReadAllAsync())
            {
                await stream.WriteAsync(GrpcFrame.Of(message));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
