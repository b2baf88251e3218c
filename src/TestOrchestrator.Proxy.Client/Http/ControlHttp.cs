using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>Sends requests to the control API and reads what comes back. Thread-safe.</summary>
internal sealed class ControlHttp : IDisposable
{
    private readonly HttpClient _client;

    public ControlHttp(Uri address, string token)
    {
        // It is a server that is asked here, so that no proxy is meant, and a wait may take as long as it was told to.
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = new Uri(address, "/_to/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => AskAsync(new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken);

    public Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => AskAsync(new HttpRequestMessage(HttpMethod.Delete, path), type, cancellationToken);

    public Task<T> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, bodyType) }, type, cancellationToken);

    public Task PostAsync<TBody>(string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, bodyType) }, Nothing, cancellationToken);

    public Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => AskAsync(new HttpRequestMessage(HttpMethod.Post, path), type, cancellationToken);

    public Task PostAsync(string path, CancellationToken cancellationToken) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path), Nothing, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), Nothing, cancellationToken);

    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), content => content.ReadAsStringAsync(cancellationToken), cancellationToken);

    /// <summary>Reads server-sent events until they end.</summary>
    public async IAsyncEnumerable<EventReport> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        using HttpResponseMessage owned = response;
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (SseItem<EventReport> item in SseParser.Create(stream, (_, data) => EventReport.Read(data)).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    public void Dispose() => _client.Dispose();

    private Task<T> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(
        request,
        async content => await content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is the literal null."),
        cancellationToken);

    private static Task<bool> Nothing(HttpContent content) => Task.FromResult(true);

    private async Task<T> SendAsync<T>(HttpRequestMessage request, Func<HttpContent, Task<T>> read, CancellationToken cancellationToken)
    {
        using HttpRequestMessage asked = request;
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(asked, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await read(response.Content).ConfigureAwait(false)
                : throw await ProblemAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw Failed("TO2630", $"The proxy at {_client.BaseAddress} does not answer: {unreachable.Message}", 0, unreachable);
        }
        catch (JsonException unreadable)
        {
            throw Failed("TO2631", $"What {_client.BaseAddress} answers is not the control API of a proxy: {unreadable.Message}", 0, unreadable);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using HttpResponseMessage refused = response;
            throw await ProblemAsync(refused, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw Failed("TO2630", $"The proxy at {_client.BaseAddress} does not answer: {unreachable.Message}", 0, unreachable);
        }
    }

    private async Task<ProxyControlException> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return Failed("TO2631", $"What {_client.BaseAddress} answers is not the control API of a proxy: status {status}. Start the proxy with ProxyServerOptions.Control.", status);
        }

        ProblemDocument? problem = await response.Content.ReadFromJsonAsync(WireContext.Default.ProblemDocument, cancellationToken).ConfigureAwait(false);
        return problem?.Errors is { Count: > 0 } errors ? new ProxyControlException(status, errors) : throw new JsonException("The problem has no errors.");
    }

    private static ProxyControlException Failed(string code, string message, int status, Exception? cause = null) =>
        new(status, [new ErrorReport { Code = code, Detail = $"{code}: {message}" }], cause);
}
