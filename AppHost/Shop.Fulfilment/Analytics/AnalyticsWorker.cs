using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Shop.Fulfilment.Analytics;

/// <summary>Sends the events that wait in the queue, one by one and each once.</summary>
internal sealed partial class AnalyticsWorker(
    AnalyticsQueue queue,
    IHttpClientFactory clients,
    TimeProvider timeProvider,
    IOptions<AnalyticsOptions> options,
    ILogger<AnalyticsWorker> logger) : BackgroundService
{
    public const string ClientName = "analytics";

    private readonly ActivitySource _activities = new("Shop.Fulfilment.Analytics");
    private readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public override void Dispose()
    {
        _activities.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource drained = new(Timeout.InfiniteTimeSpan, timeProvider);
        using CancellationTokenRegistration stopping = stoppingToken.Register(() =>
        {
            queue.Close();
            drained.CancelAfter(options.Value.DrainTimeout);
        });

        // Ends when the queue is closed and empty. After the time to drain, sending what is left fails at once.
        await foreach (AnalyticsEvent happened in queue.Events.ReadAllAsync(CancellationToken.None))
        {
            await TrySendAsync(happened, drained.Token);
        }
    }

    private async Task TrySendAsync(AnalyticsEvent happened, CancellationToken cancellationToken)
    {
        using Activity activity = happened.StartActivity(_activities);
        try
        {
            using HttpClient http = clients.CreateClient(ClientName);
            using HttpResponseMessage response = await http.PostAsJsonAsync(
                options.Value.Address, new { Event = happened.Name, happened.At, happened.Data }, _json, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Log.Lost(logger, happened.Name, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The event '{Event}' is lost: {Failure}")]
        public static partial void Lost(ILogger logger, string @event, string failure);
    }
}
