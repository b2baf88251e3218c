namespace Shop.Tests.Support;

/// <summary>Where Shop.Fulfilment sends what happened.</summary>
internal static class StatisticsHost
{
    public static RequestPattern Event(RequestPattern r) => r.Post("https://stats.example.com/events");

    /// <summary>Gets of which order an event tells.</summary>
    public static Guid OrderOf(RecordedRequest told) => told.Json["data"]!["order"]!["id"]!.GetValue<Guid>();
}
