using System.Text;
using Fuzz.Origins;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;

namespace Fuzz.Running;

/// <summary>What must be true after every case, whatever was sent.</summary>
internal static class Oracles
{
    public static void Check(ProxySession session, CaseOrigin origin, Talk talk)
    {
        IReadOnlyList<RecordedExchange> exchanges = session.Root.Exchanges;
        if (exchanges.FirstOrDefault(e => !e.IsComplete) is { } pending)
        {
            throw new FuzzFailure($"The session has ended, but {pending} is pending.");
        }

        if (exchanges.FirstOrDefault(e => e.Error == "the proxy itself failed") is { } broken)
        {
            throw new FuzzFailure($"The proxy itself failed at {broken}.");
        }

        // Bytes that a tunnel carries unread may be anything.
        if (exchanges.Any(e => e.Tunnel is not null))
        {
            return;
        }

        if (origin.Violations.Count > 0)
        {
            throw new FuzzFailure($"The origin got what is no request: {string.Join("; ", origin.Violations)}.");
        }

        CheckCounts(exchanges, origin.Received, talk);
    }

    // Exactly what the log says was forwarded has been received; what broke off may have been.
    private static void CheckCounts(IReadOnlyList<RecordedExchange> exchanges, IReadOnlyList<ReceivedRequest> received, Talk talk)
    {
        List<RecordedExchange> mayHave = [.. exchanges.Where(e => e.Outcome is ExchangeOutcome.Forwarded or ExchangeOutcome.Failed or ExchangeOutcome.Aborted)];
        foreach (ReceivedRequest request in received)
        {
            int match = mayHave.FindIndex(e => IsSame(e, request, talk) && e.Outcome == ExchangeOutcome.Forwarded);
            match = match >= 0 ? match : mayHave.FindIndex(e => IsSame(e, request, talk));
            if (match < 0)
            {
                throw new FuzzFailure($"The origin received {request}, which the log does not say: {string.Join("; ", exchanges.Select(e => $"{e}, {e.Outcome}, host '{e.Request.Headers["Host"]}', {e.Request.BodyLength} bytes"))}.");
            }

            mayHave.RemoveAt(match);
        }

        // Of an origin that was reached elsewhere than at our own nothing is known.
        if (mayHave.FirstOrDefault(e => e.Outcome == ExchangeOutcome.Forwarded && e.RedirectedTo is not null) is { } missing)
        {
            throw new FuzzFailure($"The log says that {missing} was forwarded, but the origin did not receive it.");
        }
    }

    private static bool IsSame(RecordedExchange exchange, ReceivedRequest request, Talk talk)
    {
        string recorded = Encoding.Latin1.GetString(((talk.ModifiesBodies ? exchange.ForwardedRequest : null) ?? exchange.Request).Body.Span);
        return exchange.Request.Method == request.Method && recorded == request.Body && TargetOf(exchange.Request.RawUrl) == request.Target && IsSameHost(exchange.Request.Url, request.Host);
    }

    // http://host/path?query
    private static string TargetOf(string url) => url[url.IndexOf('/', url.IndexOf("://", StringComparison.Ordinal) + 3)..];

    private static bool IsSameHost(Uri url, string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out Uri? named) && named.Host.TrimEnd('.').Equals(url.Host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}
