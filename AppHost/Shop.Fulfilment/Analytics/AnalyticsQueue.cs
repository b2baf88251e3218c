using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Fulfilment.Analytics;

/// <summary>Takes events without ever making the caller wait or fail. Thread-safe.</summary>
internal sealed partial class AnalyticsQueue(TimeProvider timeProvider, ILogger<AnalyticsQueue> logger)
{
    private const int Capacity = 1000;

    private readonly Channel<AnalyticsEvent> _events = Channel.CreateBounded<AnalyticsEvent>(Capacity);

    public ChannelReader<AnalyticsEvent> Events => _events.Reader;

    public void Record(string name, object data)
    {
        if (!_events.Writer.TryWrite(new() { Name = name, At = timeProvider.GetUtcNow(), Data = data, Cause = Activity.Current }))
        {
            Log.Refused(logger, name);
        }
    }

    /// <summary>Takes no more events.</summary>
    public void Close() => _events.Writer.TryComplete();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The event '{Event}' is lost: too many are waiting to be sent, or the process stops.")]
        public static partial void Refused(ILogger logger, string @event);
    }
}
