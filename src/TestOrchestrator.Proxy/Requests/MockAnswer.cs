using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Answers a request by a mock. One a request; not thread-safe.</summary>
internal sealed class MockAnswer(ClientCall call, LiveExchange exchange, RequestBody? requestBody, ProxySession session, TimeProvider clock)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(Mock mock)
    {
        int number = mock.Take();
        session.Events.Add(ProxyEventKind.Mock, exchange, ("mock", mock));
        await BodyReceipt.WholeAsync(requestBody, call.Aborted).ConfigureAwait(false);
        if (!TryRespond(mock, number, out MockResponse? response, out Stream? body, out Explanation failure))
        {
            await call.ExplainAsync((int)HttpStatusCode.InternalServerError, "mock-failed", failure, exchange, () => exchange.Complete(ExchangeOutcome.Mocked, mock)).ConfigureAwait(false);
            return;
        }

        await using (body.ConfigureAwait(false))
        {
            if (response.Wait > TimeSpan.Zero)
            {
                await Task.Delay(response.Wait, clock, call.Aborted).ConfigureAwait(false);
            }

            if (response.Gate is { } gate && !await gate.PassAsync(call.Aborted).ConfigureAwait(false))
            {
                session.Problems.Add(exchange.Scope, MockExplanations.HeldForTooLong(mock, exchange.Head, gate), exchange.Number);
            }

            await call.Faults.BeforeAnswerAsync().ConfigureAwait(false);
            await SendAsync(mock, response, body).ConfigureAwait(false);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The callback is the test's own code: whatever it throws becomes an answer and a problem.")]
    private bool TryRespond(
        Mock mock, int number, [NotNullWhen(true)] out MockResponse? response, [NotNullWhen(true)] out Stream? body, out Explanation failure)
    {
        try
        {
            RecordedRequest request = exchange.RequestSnapshot();
            response = mock.Respond(request);
            body = response.Body?.Open(new MockCall(request, number, clock.GetUtcNow(), call.Aborted)) ?? Stream.Null;
            failure = default;
            return true;
        }
        catch (Exception thrown)
        {
            failure = RequestExplanations.MockFailed(mock, exchange.Head, thrown);
            session.Problems.Add(exchange.Scope, failure, exchange.Number);
            response = null;
            body = null;
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(Mock mock, MockResponse response, Stream body)
    {
        bool hasBody = response.StatusCode is not (204 or 205 or 304);
        List<KeyValuePair<string, string>> headers = [.. response.Headers];
        if (response.Body is { } described && !headers.Exists(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("Content-Type", described.ContentType));
        }

        if (hasBody && body.CanSeek)
        {
            headers.Add(new("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        }

        ResponseHead head = new()
        {
            Status = response.StatusCode,
            Reason = ReasonPhrases.GetReasonPhrase(response.StatusCode),
            Headers = new RecordedHeaders(headers),
            Protocol = call.Protocol,
        };
        call.Start(head.Status, head.Reason, head.Headers);
        exchange.Answered(head);
        Stream sent = hasBody && !call.IsHead ? body : Stream.Null;
        try
        {
            await call.SendAsync(sent, sent.CanSeek ? sent.Length : null, exchange, EndWith).ConfigureAwait(false);
        }
        catch (PieceException failed)
        {
            Explanation failure = RequestExplanations.MockFailed(mock, exchange.Head, failed.InnerException!);
            session.Problems.Add(exchange.Scope, failure, exchange.Number);
            exchange.Complete(ExchangeOutcome.Failed, mock, failure.Message);
            call.Abort();
        }

        void EndWith()
        {
            call.SetTrailers(new RecordedHeaders(response.Trailers), exchange);
            exchange.Complete(ExchangeOutcome.Mocked, mock);
        }
    }
}
