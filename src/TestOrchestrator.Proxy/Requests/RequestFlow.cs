using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// The way of a request: find out what it asks for, log it, then a mock, the origin or an explanation answers. Thread-safe.
/// </summary>
internal sealed class RequestFlow(TimeProvider clock)
{
    // The client of an unmatched request may wait for its answer before it has sent all of its body.
    private static readonly TimeSpan s_bodyOfUnmatched = TimeSpan.FromSeconds(1);

    /// <summary>Gets what answers requests for the proxy itself; <see langword="null"/> for nothing.</summary>
    public ControlApi? Control { get; init; }

    public async Task HandleAsync(IFeatureCollection features, ConnectionMemory connection)
    {
        ProxySession owner = features.GetRequiredFeature<ProxySession>();
        if (Control is not null && ControlApi.IsAsked(features))
        {
            await Control.HandleAsync(features, owner).ConfigureAwait(false);
            return;
        }

        ClientCall call = new(features);
        if (call.Target is not { } target || call.IsConnect)
        {
            await call.RefuseAsync((int)HttpStatusCode.BadRequest, "refused", RequestExplanations.NotForAProxy(owner)).ConfigureAwait(false);
            return;
        }

        RecordedHeaders headers = HeaderRules.Received(call.Headers, connection.LastHeaders);
        connection.LastHeaders = headers;
        if (Admit(owner, call, headers) is not { } session)
        {
            await call.ChallengeAsync(ConnectionExplanations.CredentialsWanted(owner)).ConfigureAwait(false);
            return;
        }

        if (session.Connections.Ending.IsCancellationRequested)
        {
            // A stream of HTTP/2 that begins while its connection is being aborted belongs to nobody any more.
            call.Abort();
            return;
        }

        using CancellationTokenRegistration ending = session == owner ? default : session.Connections.Ending.UnsafeRegister(c => ((ClientCall)c!).Abort(), call);
        ScopeNode scope = session.Scopes.Attribute(TraceContext.TraceIds(headers));
        LiveExchange exchange = session.Log.Begin(scope, new RequestHead(call.Method, target.Url, headers, call.Protocol));
        if (MalformedRequest.Problem(exchange.Head, call.IsHttp2) is { } problem)
        {
            Explanation explanation = RequestExplanations.Malformed(exchange.Head, problem);
            exchange.Complete(ExchangeOutcome.Aborted, error: $"the request is malformed: {problem}");
            await call.RefuseAsync((int)HttpStatusCode.BadRequest, "refused", explanation).ConfigureAwait(false);
            return;
        }

        if (FaultDecision.Of(exchange, features) is { Length: > 0 } hits)
        {
            call.Faults = new ExchangeFaults(hits, exchange, clock, call.Aborted);
        }

        try
        {
            await call.Faults.BeforeAsync().ConfigureAwait(false);
            await AnswerAsync(session, call, exchange, BodyOf(call, exchange), target).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            exchange.Complete(ExchangeOutcome.Aborted, error: $"the request is malformed: {bad.Message}");
            throw;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException || (gone is ObjectDisposedException && session.Connections.Ending.IsCancellationRequested))
        {
            // Streams of HTTP/2 may outlive their connection, and with it the session and its way to origins, by a moment.
            exchange.Complete(ExchangeOutcome.Aborted, error: "the client went away or the session ended before the response was complete");
            call.Abort();
        }
        finally
        {
            // Has no effect on an exchange that has ended as it should: it is here for an error of our own, so that nobody waits for it.
            exchange.Complete(ExchangeOutcome.Failed, error: "the proxy itself failed");
            await call.Faults.DisposeAsync().ConfigureAwait(false);
        }

        await ConnectionEnd.OfAsync(call.Faults.Broken, features, clock).ConfigureAwait(false);
    }

    // Within a connection that CONNECT opened, its credentials have been seen.
    private static ProxySession? Admit(ProxySession owner, ClientCall call, RecordedHeaders headers)
    {
        string? baggage = headers["baggage"];
        Admission admission = call.IsWithinConnect ? owner.Port.Admit(baggage) : owner.Port.Admit(headers["Proxy-Authorization"], baggage);
        if (admission is { Session: { } session, Unknown: { } named })
        {
            session.Problems.Add(session.Scopes.Root, ConnectionExplanations.UnknownSession(session, named));
        }

        return admission.Session;
    }

    private static RequestBody? BodyOf(ClientCall call, LiveExchange exchange)
    {
        if (call.HasBody)
        {
            return new RequestBody(call.Body, call.Trailers, exchange);
        }

        exchange.RequestReceived(RecordedHeaders.Empty);
        return null;
    }

    // Most requests meet neither a mock nor a recording, and then nothing has to be waited for until they are sent.
    private ValueTask AnswerAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body, RequestTarget target)
    {
        (HostTreatment treatment, HostRule? rule) = session.Hosts.Of(exchange.Head.Host, exchange.Head.Port);
        return rule is not null && treatment is HostTreatment.Block or HostTreatment.Reset ? new(BlockAsync(session, call, exchange, rule))
            : exchange.Scope.HasMocksInEffect() || exchange.Scope.RecordingInEffect() is not null ? new(LookUpAsync(session, call, exchange, body, target))
            : ForwardAsync(session, call, exchange, body, target, modifying: null);
    }

    private async Task LookUpAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body, RequestTarget target)
    {
        Mock? mock = await MockSearch.FindAsync(session, call, exchange, body).ConfigureAwait(false);
        if (mock is not null && FaultDecision.Of(exchange, mock) is { Length: > 0 } hits)
        {
            call.Faults = call.Faults.Joined(hits, exchange, call.Aborted);
            await call.Faults.BeforeAsync(hits).ConfigureAwait(false);
        }

        if (mock is { Modification: null })
        {
            await new MockAnswer(call, exchange, body, session, clock).SendAsync(mock).ConfigureAwait(false);
            return;
        }

        Modifying? modifying = mock is null ? null : Modifying.Take(mock, call, exchange, session, clock);
        if (!await Replaying.TryAnswerAsync(session, call, exchange, body, modifying, target.Origin, clock).ConfigureAwait(false))
        {
            await ForwardAsync(session, call, exchange, body, target, modifying).ConfigureAwait(false);
        }
    }

    private ValueTask ForwardAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body, RequestTarget target, Modifying? modifying)
    {
        if (Redirection.For(exchange.Scope, exchange.Head.Host, exchange.Head.Port) is { } redirection)
        {
            Uri redirected = redirection.Target.Of(target.Origin);
            exchange.Redirected(new Uri(redirected.GetLeftPart(UriPartial.Authority)));
            return new Forwarding(call, exchange, body, session.Upstream, clock) { ReplacesHost = !redirection.PreservesHost, Modifying = modifying }.SendAsync(redirected);
        }

        return session.Policy.Reaches(target.Origin.IdnHost, isWished: modifying is not null)
            ? new Forwarding(call, exchange, body, session.Upstream, clock) { Modifying = modifying }.SendAsync(target.Origin)
            : new(RefuseAsync(session, call, exchange, body, target, modifying?.Mock));
    }

    private static async Task BlockAsync(ProxySession session, ClientCall call, LiveExchange exchange, HostRule rule)
    {
        if (rule.Treatment == HostTreatment.Reset)
        {
            exchange.Complete(ExchangeOutcome.Blocked);
            call.Abort();
            return;
        }

        Explanation explanation = HostExplanations.Blocked(session.Options, exchange.Head.Host, exchange.Head.Port, rule);
        await call.ExplainAsync((int)HttpStatusCode.Forbidden, "blocked", explanation, exchange, () => exchange.Complete(ExchangeOutcome.Blocked)).ConfigureAwait(false);
    }

    private async Task RefuseAsync(ProxySession session, ClientCall call, LiveExchange exchange, RequestBody? body, RequestTarget target, Mock? modifying)
    {
        await BodyReceipt.WithinAsync(s_bodyOfUnmatched, body, clock, call.Aborted).ConfigureAwait(false);
        Explanation explanation = modifying is not null
            ? RequestExplanations.NotReached(modifying, exchange.Head, target.Origin)
            : UnmatchedExplanation.Of(exchange.Subject(), target.Origin, exchange.Scope, session.Options);
        session.Problems.Add(exchange.Scope, explanation, exchange.Number);
        await call.ExplainAsync((int)HttpStatusCode.BadGateway, "unmatched", explanation, exchange, () => exchange.Complete(ExchangeOutcome.Unmatched, modifying)).ConfigureAwait(false);
    }
}
