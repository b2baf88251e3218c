using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Answers one request as an origin once did. It touches no network. One a request.</summary>
internal sealed class ReplayUpstream(RecordedCall call, ReplayedDates dates) : IUpstream
{
    // RFC 6455, section 1.3: how a server shows that it speaks the protocol.
    private const string WebSocketGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HarResponse Response => call.Entry.Response;

    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (Response.Status == 0)
        {
            throw new UpstreamException(Response.Error ?? "it did not answer when this was recorded");
        }

        RecordedHeaders headers = dates.Of(RecordedCall.Headers(Response.Headers));
        if (Response.Status == 101)
        {
            headers = new RecordedHeaders([.. headers, new("Sec-WebSocket-Accept", Accept(request.Headers["Sec-WebSocket-Key"] ?? ""))]);
            return new(new ReplayedResponse(() => new ReplayedConversation(call.Entry.WebSocketMessages ?? []), RecordedHeaders.Empty) { Head = Head(headers) });
        }

        ReadOnlyMemory<byte> body = dates.Of(call.Body);
        bool hasLength = request.Method != "HEAD" && Response.Status is not (204 or 205 or 304) && !Head(headers).IsOpenEnded;
        if (hasLength)
        {
            headers = new RecordedHeaders([.. headers.Where(h => !h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)), new("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))]);
        }

        RecordedHeaders trailers = dates.Of(RecordedCall.Headers(Response.Trailers));
        return new(new ReplayedResponse(() => new MemoryStream(body.ToArray()), trailers) { Head = Head(headers), Length = hasLength ? body.Length : null });
    }

    public void Dispose()
    {
    }

    private ResponseHead Head(RecordedHeaders headers) => new() { Status = Response.Status, Reason = Response.StatusText, Headers = headers, Protocol = "HTTP/1.1" };

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The protocol demands SHA-1; it protects nothing.")]
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + WebSocketGuid)));

    private sealed class ReplayedResponse(Func<Stream> open, RecordedHeaders trailers) : UpstreamResponse
    {
        public override ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new(open());

        public override RecordedHeaders Trailers() => trailers;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
