using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Modifications;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// Changes a request on its way to the origin, and the response on its way back, as a mock says, and records what was on the other side.
/// One a request; not thread-safe.
/// </summary>
internal sealed class Modifying
{
    private readonly MockModification _modification;
    private readonly ClientCall _call;
    private readonly LiveExchange _exchange;
    private readonly ProxySession _session;
    private readonly TimeProvider _clock;

    private Modifying(Mock mock, MockModification modification, ClientCall call, LiveExchange exchange, ProxySession session, TimeProvider clock)
    {
        Mock = mock;
        _modification = modification;
        _call = call;
        _exchange = exchange;
        _session = session;
        _clock = clock;
    }

    public Mock Mock { get; }

    /// <summary>Counts the request as one of the mock's.</summary>
    public static Modifying? Take(Mock mock, ClientCall call, LiveExchange exchange, ProxySession session, TimeProvider clock)
    {
        mock.Take();
        session.Events.Add(ProxyEventKind.Mock, exchange, ("mock", mock), ("modifies", mock.Modification is not null));
        return mock.Modification is { } modification ? new Modifying(mock, modification, call, exchange, session, clock) : null;
    }

    /// <summary>Changes the request; its body is waited for only to be changed.</summary>
    public async Task<UpstreamRequest> ChangeAsync(UpstreamRequest request, RequestBody? body)
    {
        RequestModification changes = _modification.Request;
        UpstreamRequest wanted = ForTheResponse(request);
        BodyEdit? edit = changes.ChangesBody && (body is not null || !changes.Body.IsTextOnly) ? await EditAsync(request, changes, body).ConfigureAwait(false) : null;
        if (!TryUse(edit, $"the request {_exchange.Head}"))
        {
            Record(request, wanted, body: null);
            return wanted;
        }

        // The client has been asked for its body already, so that the origin need not ask (Expect: 100-continue).
        IEnumerable<KeyValuePair<string, string>> headers = edit is { } made
            ? BodyHeaders.ForBody(wanted.Headers, made.Body.Length).Where(h => !h.Key.Equals("Expect", StringComparison.OrdinalIgnoreCase))
            : wanted.Headers;

        UpstreamRequest changed = wanted with
        {
            Uri = Changed(request.Uri),
            Headers = new RecordedHeaders(HeaderChange.Apply(headers, changes.HeaderChanges)),
            Body = edit is null ? request.Body : edit.Value.Open(),
        };
        bool isOtherBody = edit is { } sent && !sent.Body.Span.SequenceEqual(body is null ? default : body.Seen.Span);
        Record(request, changed, isOtherBody ? edit?.Body : default(ReadOnlyMemory<byte>?));
        return changed;
    }

    /// <summary>
    /// Changes the response; its body is waited for only to be changed. The response that was given is disposed with the new one, or when
    /// this throws.
    /// </summary>
    /// <exception cref="UpstreamException">The origin broke off the body while it was waited for.</exception>
    public async Task<UpstreamResponse> ChangeAsync(UpstreamResponse response)
    {
        long arrived = _clock.GetTimestamp();
        try
        {
            UpstreamResponse changed = await new ResponseChange(_modification.Response, _call, _exchange, TryUse).ApplyAsync(response).ConfigureAwait(false);
            TimeSpan left = _modification.Response.Wait - _clock.GetElapsedTime(arrived);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, _clock, _call.Aborted).ConfigureAwait(false);
            }

            return changed;
        }
        catch
        {
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // What cannot be changed must not come: parts, "not modified", and codings that nobody here can undo.
    private UpstreamRequest ForTheResponse(UpstreamRequest request)
    {
        RecordedHeaders headers = _modification.Response.ChangesNothing ? request.Headers : new RecordedHeaders(BodyHeaders.Unconditional(request.Headers));
        return request with { Headers = _modification.Response.ChangesBody ? new RecordedHeaders(BodyHeaders.WithKnownCodings(headers)) : headers };
    }

    private async Task<BodyEdit> EditAsync(UpstreamRequest request, RequestModification changes, RequestBody? body)
    {
        long? length = long.TryParse(request.Headers["Content-Length"], out long said) ? said : null;
        if (BodyEdit.Obstacle(request.Headers, changes.Body, length) is { } obstacle)
        {
            return new BodyEdit(default, [obstacle]);
        }

        if (body is not null && !await body.LookAsync(BodyEdit.MaxBytes + 1, _call.Aborted).ConfigureAwait(false))
        {
            return new BodyEdit(default, [ModificationProblems.TooLarge(BodyEdit.MaxBytes)]);
        }

        return BodyEdit.Apply(body?.Seen ?? default, request.Headers, changes.Body);
    }

    private Uri Changed(Uri url)
    {
        string changed = ParameterEdit.ApplyToQuery(url.OriginalString, _modification.Request.QueryChanges);
        return changed == url.OriginalString ? url : UntouchedUri.Of(changed);
    }

    private void Record(UpstreamRequest before, UpstreamRequest after, ReadOnlyMemory<byte>? body)
    {
        if (body is not null || before.Uri != after.Uri || !before.Headers.SequenceEqual(after.Headers))
        {
            Uri url = before.Uri == after.Uri ? UntouchedUri.Of(_exchange.Head.RawUrl) : Changed(UntouchedUri.Of(_exchange.Head.RawUrl));
            _exchange.Forwarded(new RequestHead(_exchange.Head.Method, url, after.Headers, _exchange.Head.Protocol), body);
        }
    }

    private bool TryUse(BodyEdit? edit, string message)
    {
        bool isUsable = true;
        foreach (ModificationProblem problem in edit?.Problems ?? [])
        {
            isUsable &= !problem.IsWhole;
            _session.Problems.Add(_exchange.Scope, RequestExplanations.NotModified(Mock, message, problem), _exchange.Number);
        }

        return isUsable;
    }
}
