using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Expectations;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>Waits for a message that a test expects of the WebSockets that a scope sees. One a wait; not thread-safe.</summary>
internal sealed class MessageExpectation(ExchangeLog log, ScopeNode scope, RequestPattern pattern, Func<WebSocketMessage, bool> predicate)
{
    private const int Shown = 5;

    private readonly Queue<WebSocketMessage> _lastSeen = new();
    private LiveMessage? _last;
    private long _seen;

    public Task<WebSocketMessage> PassedAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Wait.UntilAsync(Look, timeout, () => NotPassed(timeout), log.Clock, cancellationToken);

    // Each message is shown to the predicate once, so a wait costs what has come and not what there is.
    private Glance<WebSocketMessage> Look()
    {
        (IReadOnlyList<(LiveMessage Message, WebSocketMessage Snapshot)> more, Task changed) = log.MessagesAfter(_last);
        foreach ((LiveMessage message, WebSocketMessage snapshot) in more)
        {
            _last = message;
            if (!scope.Sees(message.Exchange.Scope) || pattern.Fits(message.Exchange.Subject()) != Fit.Yes)
            {
                continue;
            }

            if (predicate(snapshot))
            {
                return Glance<WebSocketMessage>.Satisfied(snapshot);
            }

            Remember(snapshot);
        }

        return Glance<WebSocketMessage>.NotYet(changed);
    }

    private void Remember(WebSocketMessage message)
    {
        _seen++;
        _lastSeen.Enqueue(message);
        if (_lastSeen.Count > Shown)
        {
            _lastSeen.Dequeue();
        }
    }

    private TimeoutException NotPassed(TimeSpan timeout) => ExpectationErrors.NoMessage(
        pattern,
        scope.Name,
        timeout,
        _seen,
        _seen == 0 ? ExpectationReport.Nearest(pattern, scope, log) : $"The last of them:{string.Concat(_lastSeen.Select(m => $"\n  {m}"))}");
}
