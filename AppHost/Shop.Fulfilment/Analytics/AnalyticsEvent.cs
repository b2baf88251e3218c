using System.Diagnostics;

namespace Shop.Fulfilment.Analytics;

/// <summary>Something that happened, to be counted elsewhere.</summary>
internal sealed record AnalyticsEvent
{
    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required object Data { get; init; }

    /// <summary>Gets what was going on when it happened, and has long ended when it is sent.</summary>
    public required Activity? Cause { get; init; }

    /// <summary>Starts an activity for sending this event, which belongs to the trace of its cause.</summary>
    public Activity StartActivity(ActivitySource source)
    {
        const string Operation = "analytics event";

        // A source creates activities only while something listens, but the request has to carry the trace in any case.
        Activity activity = source.CreateActivity(Operation, ActivityKind.Producer, Cause?.Context ?? default) ?? WithoutListener(Operation);
        foreach ((string key, string? value) in Cause?.Baggage ?? [])
        {
            activity.AddBaggage(key, value);
        }

        return activity.Start();
    }

    private Activity WithoutListener(string operation)
    {
        Activity activity = new(operation) { TraceStateString = Cause?.TraceStateString };
        return Cause is null ? activity : activity.SetParentId(Cause.TraceId, Cause.SpanId, Cause.ActivityTraceFlags);
    }
}
