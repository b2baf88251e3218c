using System.Collections.Immutable;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Streams;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What happens, while it happens.</summary>
internal static class EventResource
{
    private const string MediaType = "text/event-stream";

    private static readonly QueryParameter s_since = new("since", WireNumber.Integer(0, long.MaxValue), "The number of the event after which to begin; the default is 0, the oldest that is kept, or what a Last-Event-ID says.");
    private static readonly QueryParameter s_bodies = new("bodies", WireText.OneOf("none", "preview", "full"), "How much of bodies is in the events: the default is 'none', 'preview' the first 4 KB.");

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/events",
            Operation = "watchEvents",
            Summary = "The events of a session: WebSocket messages for who asks for a WebSocket, else server-sent events.",
            Query = [new("session", WireText.Any, "The id of a session; the default is 'current'."), s_since, s_bodies],
            AnswerMediaType = MediaType,
            Handle = call => Watch(call, call.Session(call.Text("session") ?? "current").Root),
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/events",
            Operation = "watchSessionEvents",
            Summary = "The events of a scope and of those within it, as GET /events.",
            Query = [Lookup.ScopeParameter, s_since, s_bodies],
            AnswerMediaType = MediaType,
            Handle = call => Watch(call, call.QueriedScope().Scope),
        },
    ];

    private static ControlAnswer Watch(ControlCall call, ProxyScope scope)
    {
        EventBodies bodies = call.Text("bodies") switch
        {
            "preview" => EventBodies.Preview,
            "full" => EventBodies.Full,
            _ => EventBodies.None,
        };
        return ControlAnswer.Streamed((features, aborted) => EventStream.SendAsync(features, call.Number("since"), (since, token) => scope.EventsAsync(since, bodies, token), aborted));
    }
}
