using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http2;

/// <summary>
/// Sends requests over HTTP/2 with <see cref="SocketsHttpHandler"/>, and nothing of its own added: no cookies, redirects, decompression or
/// tracing. Thread-safe.
/// </summary>
/// <remarks>It does not send trailers of requests.</remarks>
internal sealed class Http2Upstream : IDisposable
{
    private static readonly HttpRequestOptionsKey<Origin> s_origin = new("TestOrchestrator.Origin");
    private static readonly HttpRequestOptionsKey<IConnectionWitness?> s_witness = new("TestOrchestrator.Witness");

    private readonly OriginConnector _connector;
    private readonly HttpMessageInvoker _client;

    public Http2Upstream(OriginConnector connector)
    {
        _connector = connector;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,

            // The connector limits its time itself, and opens TLS itself: a stream that is one of TLS is taken as it is.
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Sends a request; see <see cref="IUpstream.SendAsync"/>.</summary>
    /// <returns>The response, or <see langword="null"/> when the origin speaks HTTP/1.1 only; nothing has been sent then.</returns>
    public async Task<UpstreamResponse?> TrySendAsync(UpstreamRequest request, CancellationToken cancellationToken)
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
            if (failed.HttpRequestError == HttpRequestError.VersionNegotiationError && request.Uri.Scheme == Uri.UriSchemeHttps)
            {
                return null;
            }

            throw failed.InnerException as UpstreamException ?? new UpstreamException($"{failed.HttpRequestError}: {(failed.InnerException ?? failed).Message}", failed);
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
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        message.Options.Set(s_origin, Origin.Of(request));
        message.Options.Set(s_witness, request.Witness);
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

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        HttpRequestOptions options = context.InitialRequestMessage.Options;
        options.TryGetValue(s_witness, out IConnectionWitness? witness);
        return options.TryGetValue(s_origin, out Origin origin)
            ? (await _connector.OpenAsync(origin, OriginConnector.Http2OrHttp1, witness, cancellationToken).ConfigureAwait(false)).Stream
            : throw new UnreachableException("A request came without its origin.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(HttpHeadersNonValidated headers) =>
        headers.SelectMany(h => h.Value.Select(v => new KeyValuePair<string, string>(h.Key, v)));

    private sealed class Response(HttpRequestMessage request, StreamedContent? body, HttpResponseMessage response) : UpstreamResponse
    {
        public override ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new(response.Content.ReadAsStreamAsync(cancellationToken));

        public override RecordedHeaders Trailers() => new(Read(response.TrailingHeaders.NonValidated));

        public override async ValueTask DisposeAsync()
        {
            response.Dispose();
            await EndAsync(request, body).ConfigureAwait(false);
        }
    }
}
