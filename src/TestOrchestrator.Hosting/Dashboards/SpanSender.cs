using System.Diagnostics;
using System.Threading.Channels;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Sends spans to a dashboard, in the background and as many at once as have gathered. Thread-safe.</summary>
internal sealed class SpanSender : IAsyncDisposable
{
    private readonly Channel<(string Service, string Instance, Activity Span)> _spans =
        Channel.CreateUnbounded<(string Service, string Instance, Activity Span)>(new() { SingleReader = true });

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly Uri _endpoint;
    private readonly string _apiKey;
    private readonly Task _worker;

    /// <param name="client">A client whose requests go to the dashboard alone.</param>
    /// <param name="endpoint">Where the dashboard takes OTLP by HTTP.</param>
    /// <param name="apiKey">The key that it asks for.</param>
    public SpanSender(HttpClient client, Uri endpoint, string apiKey)
    {
        _client = client;
        _endpoint = endpoint;
        _apiKey = apiKey;
        using (ExecutionContext.SuppressFlow())
        {
            _worker = Task.Run(SendAllAsync);
        }
    }

    /// <summary>Sends a span of a resource.</summary>
    public void Send(string service, string instance, Activity span) => _spans.Writer.TryWrite((service, instance, span));

    /// <summary>Sends what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _spans.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    private async Task SendAllAsync()
    {
        while (await _spans.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<(string Service, string Instance, Activity Span)> gathered = [];
            while (_spans.Reader.TryRead(out (string Service, string Instance, Activity Span) next))
            {
                gathered.Add(next);
            }

            foreach (IGrouping<(string Service, string Instance), Activity> resource in gathered
                .GroupBy(s => (s.Service, s.Instance), s => s.Span))
            {
                await SendAsync(SpanDocument.Write(resource.Key.Service, resource.Key.Instance, resource)).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> document)
    {
        try
        {
            using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
            await DashboardTelemetry.PostAsync(_client, _endpoint, "traces", _apiKey, document, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The dashboard lacks a span, and no test fails because of what shows it.
        }
    }
}
