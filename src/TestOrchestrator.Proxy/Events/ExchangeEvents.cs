using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;

namespace TestOrchestrator.Proxy.Events;

/// <summary>What an exchange tells of itself; told under the gate of the log, so that it is told in its order. Immutable.</summary>
internal readonly struct ExchangeEvents(ExchangeLog log, LiveExchange exchange)
{
    // Kestrel never sees CONNECT: an exchange of that method is a tunnel.
    private bool IsTunnel => exchange.Head.Method == "CONNECT";

    public void Begun()
    {
        if (!IsTunnel)
        {
            Tell(ProxyEventKind.Request, new RequestDetails(exchange.Head));
        }
    }

    /// <summary>The head of a response is there, which has no end to wait for.</summary>
    public void ResponseBegun() => Tell(ProxyEventKind.Response, new ExchangeDetails(log, exchange, isComplete: false));

    public void Redirected(Uri to) => Tell(ProxyEventKind.Redirect, new EventFacts(("to", to)));

    // The seed is a text: it has more digits than many readers of JSON keep of a number, and must be exact to repeat what happened.
    public void Disturbed(RecordedFault fault) => Tell(
        ProxyEventKind.Fault,
        new EventFacts(("what", fault.What), ("call", fault.Call), ("seed", fault.Fault.Seed.ToString(CultureInfo.InvariantCulture)), ("fault", fault.Fault)));

    public void TunnelOpened(string reason) => Tell(ProxyEventKind.TunnelOpen, new EventFacts(("target", exchange.Head.Url.Authority), ("reason", reason)));

    public void WebSocketOpened(RecordedHeaders? response) => Tell(
        ProxyEventKind.WsOpen,
        new EventFacts(("url", exchange.Head.RawUrl), ("subprotocol", response?["Sec-WebSocket-Protocol"]), ("extensions", response?["Sec-WebSocket-Extensions"])));

    public void Ended(bool isRelayed, bool isWebSocket)
    {
        if (!isRelayed && !IsTunnel)
        {
            Tell(ProxyEventKind.Response, new ExchangeDetails(log, exchange, isComplete: true));
        }
        else
        {
            Tell(isWebSocket ? ProxyEventKind.WsClose : ProxyEventKind.TunnelClose, new RelayDetails(log, exchange));
        }
    }

    private void Tell(ProxyEventKind kind, IEventDetails details) => log.Events.Add(kind, exchange.Scope, exchange.Number, details);
}
