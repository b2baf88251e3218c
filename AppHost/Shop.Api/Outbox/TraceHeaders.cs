using System.Diagnostics;

namespace Shop.Api.Outbox;

/// <summary>The headers by which a trace goes on elsewhere or later: <c>traceparent</c>, <c>tracestate</c>, <c>baggage</c>.</summary>
internal sealed record TraceHeaders(Dictionary<string, string> Values)
{
    public static TraceHeaders Capture()
    {
        Dictionary<string, string> values = [];
        DistributedContextPropagator.Current.Inject(Activity.Current, values, static (carrier, name, value) =>
            ((Dictionary<string, string>)carrier!)[name] = value);
        return new(values);
    }

    /// <summary>Starts an activity that belongs to the trace.</summary>
    public Activity StartActivity(ActivitySource source, string name)
    {
        DistributedContextPropagator propagator = DistributedContextPropagator.Current;
        propagator.ExtractTraceIdAndState(Values, Get, out string? parent, out string? state);

        // A source creates activities only while something listens, but the requests of this activity have to carry the trace to
        // other services in any case.
        _ = ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext context);
        Activity activity = source.CreateActivity(name, ActivityKind.Consumer, context) ?? WithoutListener(name, parent, state);
        foreach ((string key, string? value) in propagator.ExtractBaggage(Values, Get) ?? [])
        {
            activity.AddBaggage(key, value);
        }

        return activity.Start();
    }

    private static Activity WithoutListener(string name, string? parent, string? state)
    {
        Activity activity = new(name) { TraceStateString = state };
        return parent is null ? activity : activity.SetParentId(parent);
    }

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        ((Dictionary<string, string>)carrier!).TryGetValue(name, out value);
    }
}
