using System.Net;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Answers a request from a recording.</summary>
internal static class Replaying
{
    /// <summary>Answers the request, unless it is to go to its origin.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> TryAnswerAsync(
        ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body, Modifying? modifying, Uri origin, TimeProvider clock)
    {
        if (exchange.Scope.RecordingInEffect() is not { Mode: not RecordingMode.Off } recording)
        {
            return false;
        }

        if (!recording.Replays)
        {
            recording.Note(exchange);
            return false;
        }

        RecordedRequest request = await WholeAsync(call, exchange, body).ConfigureAwait(false);
        if (recording.Find(request, out Explanation miss) is { } recorded)
        {
            await new Forwarding(call, exchange, body, recorded, clock) { Modifying = modifying, Outcome = ExchangeOutcome.Replayed }.SendAsync(origin).ConfigureAwait(false);
            return true;
        }

        session.Events.Add(ProxyEventKind.ReplayMiss, exchange, ("recording", recording.File), ("message", miss.Message));
        return await MissAsync(session, call, exchange, recording, miss).ConfigureAwait(false);
    }

    private static async Task<bool> MissAsync(ProxySession session, ClientCall call, LiveExchange exchange, Recording recording, Explanation miss)
    {
        if (recording.OnMiss is ReplayMiss.Forward or ReplayMiss.ForwardAndRecord)
        {
            if (recording.OnMiss == ReplayMiss.ForwardAndRecord)
            {
                recording.Note(exchange);
            }

            return false;
        }

        session.Problems.Add(exchange.Scope, miss, exchange.Number);
        if (recording.OnMiss == ReplayMiss.Reset)
        {
            exchange.Complete(ExchangeOutcome.Unmatched, error: miss.Message);
            call.Abort();
            return true;
        }

        int status = recording.OnMiss == ReplayMiss.Status ? recording.MissStatus : (int)HttpStatusCode.BadGateway;
        await call.ExplainAsync(status, "replay-miss", miss, exchange, () => exchange.Complete(ExchangeOutcome.Unmatched, error: miss.Message)).ConfigureAwait(false);
        return true;
    }

    // A body beyond the limit is compared by its beginning, and so is not found: it would not have been recorded.
    private static async ValueTask<RecordedRequest> WholeAsync(ClientCall call, LiveExchange exchange, RequestBody? body)
    {
        if (body is null)
        {
            return exchange.RequestSnapshot();
        }

        await body.LookAsync(MockSearch.Limit, call.Aborted).ConfigureAwait(false);
        return new RecordedRequest(exchange.Head, new RecordedBody(body.Seen, body.Seen.Length, BodyCapture.Whole));
    }
}
