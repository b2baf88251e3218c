using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Sends requests with <see cref="SocketsHttpHandler"/>, and nothing of its own added: no cookies, redirects, decompression or tracing. Thread-safe.</summary>
/// <remarks>Over HTTP/1.1 it reads the response only after it has sent the request, so an origin that answers megabytes while it is still being sent to stalls.</remarks>
internal sealed class HttpUpstream(X509Certificate2Collection additionalTrust) : IUpstream
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ConnectCallback = ConnectAsync,
        SslOptions = new UpstreamTrust(additionalTrust).Options(),
    });

    public async Task<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        StreamedContent? body = request.Body is null ? null : new StreamedContent(request.Body);
        HttpRequestMessage message = Compose(request, body);
        try
        {
            HttpResponseMessage response = await _client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return new Response(message, body, response)
            {
                Head = new ResponseHead
                {
                    Status = (int)response.StatusCode,
                    Reason = response.ReasonPhrase ?? "",
                    Protocol = response.Version.Major >= 2 ? $"HTTP/{response.Version.Major}" : $"HTTP/{response.Version}",
                    Headers = new RecordedHeaders([.. Read(response.Headers.NonValidated), .. Read(response.Content.Headers.NonValidated)]),
                },
                Length = response.Content.Headers.ContentLength,
            };
        }
        catch (HttpRequestException failed)
        {
            await EndAsync(message, body).ConfigureAwait(false);
            throw new UpstreamException($"{failed.HttpRequestError}: {(failed.InnerException ?? failed).Message}", failed);
        }
        catch
        {
            await EndAsync(message, body).ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Compose(UpstreamRequest request, StreamedContent? body)
    {
        HttpRequestMessage message = new(new HttpMethod(request.Method), request.Uri)
        {
            Version = request.PreferHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,

            // Without TLS there is nothing to negotiate the version with: the client knew beforehand, and so must we.
            VersionPolicy = request.PreferHttp2 && request.Uri.Scheme == Uri.UriSchemeHttp ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
            Content = body,
        };
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                (message.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return message;
    }

    private static async Task EndAsync(HttpRequestMessage message, StreamedContent? body)
    {
        if (body is not null)
        {
            await body.EndAsync().ConfigureAwait(false);
        }

        message.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await OriginSocket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    private static IEnumerable<KeyValuePair<string, string>> Read(HttpHeadersNonValidated headers) =>
        headers.SelectMany(h => h.Value.Select(v => new KeyValuePair<string, string>(h.Key, v)));

    private sealed class Response(HttpRequestMessage request, StreamedContent? body, HttpResponseMessage response) : UpstreamResponse
    {
        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => response.Content.ReadAsStreamAsync(cancellationToken);

        public override RecordedHeaders Trailers() => new(Read(response.TrailingHeaders.NonValidated));

        public override async ValueTask DisposeAsync()
        {
            response.Dispose();
            await EndAsync(request, body).ConfigureAwait(false);
        }
    }
}
