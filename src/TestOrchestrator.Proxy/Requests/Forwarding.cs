using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Answers a request by its origin. One a request; not thread-safe.</summary>
internal sealed class Forwarding(ClientCall call, LiveExchange exchange, RequestBody? body, IUpstream upstream, TimeProvider clock)
{
    // For a last word of the origin after the client has ended an upgraded connection.
    private static readonly TimeSpan s_lastWord = TimeSpan.FromSeconds(2);

    // It has no content, whatever an origin says and sends (RFC 9110, section 15.3.6), and the web server lets none pass. Nor has 204 a
    // length (section 8.6).
    private const int ResetContent = (int)HttpStatusCode.ResetContent;

    /// <summary>
    /// Gets a value indicating whether the origin hears its own name as the host instead of the one that the client named.
    /// </summary>
    public bool ReplacesHost { get; init; }

    /// <summary>Gets what is changed on the way; <see langword="null"/> for nothing.</summary>
    public Modifying? Modifying { get; init; }

    /// <summary>Gets how the exchange was answered when it was.</summary>
    public ExchangeOutcome Outcome { get; init; } = ExchangeOutcome.Forwarded;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(Uri origin)
    {
        UpstreamRequest request = Compose(origin);
        if (Modifying is not null)
        {
            request = await Modifying.ChangeAsync(request, body).ConfigureAwait(false);
        }

        UpstreamResponse response;
        try
        {
            response = await upstream.SendAsync(request, call.Aborted).ConfigureAwait(false);
            if (Modifying is not null)
            {
                response = await Modifying.ChangeAsync(response).ConfigureAwait(false);
            }
        }
        catch (UpstreamException failed)
        {
            call.Faults.ThrowIfBroken();
            if (body is { IsBroken: true })
            {
                exchange.Complete(ExchangeOutcome.Aborted, error: "the client broke off its request");
                call.Abort();
                return;
            }

            await ExplainAsync(origin, failed.Message, failed.Code).ConfigureAwait(false);
            return;
        }

        await using (response.ConfigureAwait(false))
        {
            await call.Faults.BeforeAnswerAsync().ConfigureAwait(false);
            if (response.Head.Status != (int)HttpStatusCode.SwitchingProtocols)
            {
                await SendAsync(origin, response).ConfigureAwait(false);
            }
            else if (call.Upgrade is { } upgrade)
            {
                await HandOverAsync(origin, response, upgrade).ConfigureAwait(false);
            }
            else
            {
                await ExplainAsync(origin, "it switched to another protocol without being asked").ConfigureAwait(false);
            }
        }
    }

    private UpstreamRequest Compose(Uri origin)
    {
        RecordedHeaders headers = HeaderRules.EndToEnd(exchange.Head.Headers);
        if (ReplacesHost)
        {
            headers = WithHost(headers, origin.Authority);
        }
        else if (string.IsNullOrEmpty(exchange.Head.Headers["Host"]))
        {
            // HTTP/1.0 need not name it, and the place that the request is sent to may be another's.
            headers = WithHost(headers, HostOf(exchange.Head));
        }

        if (call.Upgrade is { } upgrade)
        {
            headers = new([.. headers, new("Connection", "Upgrade"), new("Upgrade", upgrade.Protocol)]);
            if (upgrade.IsExtendedConnect)
            {
                // HTTP/2 has no such key; HTTP/1.1, in which the origin is asked, demands one.
                headers = new([.. headers, new("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)))]);
            }
        }

        return new UpstreamRequest
        {
            Method = call.Method,
            Uri = origin,
            Headers = headers,
            Body = body,
            Trailers = body is null ? null : call.Trailers,
            Witness = exchange,
            PreferHttp2 = call.IsHttp2 && call.Upgrade is null && SpeaksHttp2(origin),
        };
    }

    private static RecordedHeaders HeadersOf(ResponseHead head)
    {
        RecordedHeaders headers = HeaderRules.EndToEnd(head.Headers);
        return head.Status is (int)HttpStatusCode.NoContent or ResetContent ? Without(headers, "Content-Length") : headers;
    }

    private static RecordedHeaders WithHost(RecordedHeaders headers, string host) => new([new("Host", host), .. Without(headers, "Host")]);

    private static RecordedHeaders Without(RecordedHeaders headers, string name) => new(headers.Where(h => !h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static string HostOf(RequestHead head) => head.Url.IsDefaultPort
        ? HostText.InAuthority(head.Host)
        : string.Create(CultureInfo.InvariantCulture, $"{HostText.InAuthority(head.Host)}:{head.Port}");

    // Without TLS it cannot be negotiated: a client that spoke HTTP/2 in TLS says nothing of an origin without, but for gRPC, which knows
    // no other.
    private bool SpeaksHttp2(Uri origin) =>
        origin.Scheme == exchange.Head.Scheme
        || origin.Scheme == Uri.UriSchemeHttps
        || (exchange.Head.Headers["Content-Type"]?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) ?? false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(Uri origin, UpstreamResponse response)
    {
        if (StartProblem(response.Head.Status, response.Head.Reason, HeadersOf(response.Head)) is { } problem)
        {
            await ExplainAsync(origin, problem).ConfigureAwait(false);
            return;
        }

        exchange.Answered(response.Head);
        Stream answer = await response.OpenAsync(call.Aborted).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            try
            {
                if (response.Head.Status == ResetContent)
                {
                    await answer.CopyToAsync(Stream.Null, call.Aborted).ConfigureAwait(false);
                    await call.SendAsync(Stream.Null, 0, exchange, () => EndWith(response)).ConfigureAwait(false);
                    return;
                }

                await call.SendAsync(answer, call.IsHead ? null : response.Length, exchange, () => EndWith(response)).ConfigureAwait(false);
                await EndRequestAsync(response).ConfigureAwait(false);
            }
            catch (UpstreamException broken)
            {
                // The client must see a broken response too, not one that ends properly.
                exchange.Complete(ExchangeOutcome.Failed, Modifying?.Mock, broken.Message);
                call.Abort(broken);
            }
        }
    }

    // The origin has answered in full and may still read, as it would without a proxy between.
    private async Task EndRequestAsync(UpstreamResponse response)
    {
        if (!call.IsHttp2 && !response.RequestSent.IsCompleted)
        {
            await call.EndResponseAsync().ConfigureAwait(false);
            await response.RequestSent.WaitAsync(call.Aborted).ConfigureAwait(false);
        }
    }

    private void EndWith(UpstreamResponse response)
    {
        call.SetTrailers(response.Trailers(), exchange);
        exchange.Complete(Outcome, Modifying?.Mock);
    }

    // A control character in a header is let in by the web server, and not out.
    private string? StartProblem(int status, string reason, RecordedHeaders headers)
    {
        try
        {
            call.Start(status, reason, headers);
            return null;
        }
        catch (InvalidOperationException invalid)
        {
            return $"its response cannot be passed on: {invalid.Message}";
        }
    }

    private async Task HandOverAsync(Uri origin, UpstreamResponse response, UpgradeWish upgrade)
    {
        RecordedHeaders headers = HeaderRules.EndToEnd(response.Head.Headers);
        string? problem = upgrade.IsExtendedConnect
            ? StartProblem((int)HttpStatusCode.OK, "", Without(headers, "Sec-WebSocket-Accept"))
            : StartProblem(response.Head.Status, response.Head.Reason, new([.. headers, new("Connection", "Upgrade"), new("Upgrade", upgrade.Protocol)]));
        if (problem is not null)
        {
            await ExplainAsync(origin, problem).ConfigureAwait(false);
            return;
        }

        exchange.Answered(response.Head);
        using WebSocketInspection? inspection = WebSocketInspection.Open(exchange, upgrade.Protocol, response.Head.Headers);
        Stream server = await response.OpenAsync(call.Aborted).ConfigureAwait(false);
        Stream client = await upgrade.AcceptAsync().ConfigureAwait(false);
        call.Faults = call.Faults.Lasting(exchange, call.Aborted);
        await new Relay(client, server, exchange, clock) { LastWord = s_lastWord, Faults = call.Faults, Inspection = inspection }.RunAsync(call.Faults.Token).ConfigureAwait(false);
        exchange.Complete(Outcome, Modifying?.Mock);
    }

    private Task ExplainAsync(Uri origin, string reason, string? code = null) => call.ExplainAsync(
        (int)HttpStatusCode.BadGateway,
        "failed",
        RequestExplanations.OriginFailed(origin, exchange, reason, code),
        exchange,
        () => exchange.Complete(ExchangeOutcome.Failed, Modifying?.Mock, reason));
}
