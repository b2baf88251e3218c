namespace Shop.Fulfilment.Analytics;

internal sealed record AnalyticsOptions
{
    /// <summary>Gets where events are sent.</summary>
    /// <value>The default is <c>https://stats.example.com/events</c>.</value>
    public Uri Address { get; init; } = new("https://stats.example.com/events");

    /// <summary>Gets how long to wait until an event is taken. Then it is lost.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long a stopping process goes on sending the events that wait. Then they are lost.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
