using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TestOrchestrator.Proxy.Client;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Tests.Kit;

namespace TestOrchestrator.Proxy.Tests.Control;

/// <summary>A proxy with a control API, the typed client of it, and a plain one that has the token.</summary>
internal sealed class ControlRig : IAsyncDisposable
{
    private ControlRig(TestProxy proxy, ControlOptions options)
    {
        Proxy = proxy;
        Token = options.Token;
        Control = new ProxyControlClient(proxy.Session.Address, options.Token);
        Plain = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(proxy.Session.Address, "/_to/v1/") };
        Plain.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
    }

    public TestProxy Proxy { get; }

    public string Token { get; }

    public ProxyControlClient Control { get; }

    public HttpClient Plain { get; }

    public ControlledSession Session => Control.Current;

    public static async Task<ControlRig> StartAsync(UnmatchedRequests unmatched = UnmatchedRequests.Fail, ControlOptions? options = null)
    {
        ControlOptions control = options ?? new();
        return new ControlRig(await TestProxy.StartAsync(unmatched, server: o => o with { Control = control }), control);
    }

    /// <summary>Sends a body and reads the answer as JSON.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string body, Encoding? encoding = null)
    {
        using StringContent content = new(body, encoding ?? Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Plain.PostAsync(path, content);
        return await ReadAsync(response);
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Plain.GetAsync(path);
        return await ReadAsync(response);
    }

    /// <summary>Sends a request with headers of the test's own.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Plain.BaseAddress };
        using HttpRequestMessage request = new(method, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return await ReadAsync(response);
    }

    public static async Task<(int Status, JsonElement Body)> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        using JsonDocument? document = text.Length > 0 && response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" ? JsonDocument.Parse(text) : null;
        return ((int)response.StatusCode, document?.RootElement.Clone() ?? default);
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        Plain.Dispose();
        await Proxy.DisposeAsync();
    }
}
