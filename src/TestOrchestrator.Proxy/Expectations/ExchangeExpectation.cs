using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.Expectations;

/// <summary>Waits for what a test expects of the traffic that a scope sees. Thread-safe.</summary>
internal sealed class ExchangeExpectation(ExchangeLog log, ScopeNode scope)
{
    private readonly TimeProvider _clock = log.Clock;

    /// <summary>Waits until as many exchanges as wanted fit and are answered.</summary>
    public async Task<IReadOnlyList<RecordedExchange>> AnsweredAsync(RequestPattern pattern, int count, TimeSpan timeout, CancellationToken cancellationToken)
    {
        LiveExchange[] found = await Wait.UntilAsync(
            () =>
            {
                Sighting seen = log.See();
                LiveExchange[] answered = [.. Fitting(seen, pattern).Where(e => e.IsSettled).Select(e => e.Exchange).Take(count)];
                return answered.Length == count ? Glance<LiveExchange[]>.Satisfied(answered) : Glance<LiveExchange[]>.NotYet(seen.Changed);
            },
            timeout,
            () => new TimeoutException($"TO2401: Waited {Seconds(timeout)} for {count} answered {(count == 1 ? "exchange" : "exchanges")} that {(count == 1 ? "fits" : "fit")} {pattern} in scope '{scope.Name}'; {Fitting(log.See(), pattern).Count(e => e.IsSettled)} came.\n{Report(pattern)}"),
            _clock,
            cancellationToken).ConfigureAwait(false);
        return log.Describe(found);
    }

    /// <summary>Waits for one that fits, then for quiet.</summary>
    public async Task OnceAsync(RequestPattern pattern, TimeSpan timeout, TimeSpan quiet, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        await Wait.UntilAsync(
            () =>
            {
                Sighting seen = log.See();
                return Fitting(seen, pattern).Any() ? Glance<bool>.Satisfied(true) : Glance<bool>.NotYet(seen.Changed);
            },
            timeout,
            () => new ProxyAssertionException("TO2402", $"Exactly one request that fits {pattern} was expected in scope '{scope.Name}'; none came within {Seconds(timeout)}.\n{Report(pattern)}"),
            _clock,
            cancellationToken).ConfigureAwait(false);
        await QuietAsync(pattern, allowed: 1, start, timeout, quiet, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for quiet, and for none that fits.</summary>
    public Task NoneAsync(RequestPattern pattern, TimeSpan timeout, TimeSpan quiet, CancellationToken cancellationToken) =>
        QuietAsync(pattern, allowed: 0, _clock.GetTimestamp(), timeout, quiet, cancellationToken);

    private Task<bool> QuietAsync(RequestPattern pattern, int allowed, long start, TimeSpan timeout, TimeSpan quiet, CancellationToken cancellationToken) => Wait.UntilAsync(
        () =>
        {
            Sighting seen = log.See();
            LiveExchange[] fitting = [.. Fitting(seen, pattern).Select(e => e.Exchange)];
            if (fitting.Length > allowed)
            {
                throw TooMany(pattern, allowed, fitting);
            }

            SeenExchange[] related = [.. seen.Exchanges.Where(IsRelated)];
            if (related.Any(e => !e.IsSettled))
            {
                return Glance<bool>.NotYet(seen.Changed);
            }

            // Counted from the assertion at the earliest: what the test set off just before may not have got here yet.
            TimeSpan still = _clock.GetElapsedTime(related.Select(e => e.LastChange).Append(start).Max());
            return still >= quiet ? Glance<bool>.Satisfied(true) : Glance<bool>.NotYet(seen.Changed, quiet - still);
        },
        timeout,
        () => new TimeoutException($"TO2405: Scope '{scope.Name}' was not quiet for {Seconds(quiet)} within {Seconds(timeout)}, so nobody can tell whether more requests that fit {pattern} would have come.\n{ExpectationReport.Restless(log, log.See().Exchanges.Where(IsRelated))}"),
        _clock,
        cancellationToken);

    private ProxyAssertionException TooMany(RequestPattern pattern, int allowed, IEnumerable<LiveExchange> fitting)
    {
        string all = string.Concat(log.Describe(fitting).Select(e => $"\n  {e}"));
        return allowed == 0
            ? new ProxyAssertionException("TO2404", $"No request that fits {pattern} was expected in scope '{scope.Name}', but one came:{all}")
            : new ProxyAssertionException("TO2403", $"Exactly one request that fits {pattern} was expected in scope '{scope.Name}', but more came:{all}");
    }

    private IEnumerable<SeenExchange> Fitting(Sighting seen, RequestPattern pattern) =>
        seen.Exchanges.Where(e => scope.Sees(e.Exchange.Scope) && pattern.Fits(e.Exchange.Head));

    // Traffic of scopes around this one may be its own: not every client passes its trace on.
    private bool IsRelated(SeenExchange seen) => scope.Sees(seen.Exchange.Scope) || seen.Exchange.Scope.Sees(scope);

    private string Report(RequestPattern pattern) => ExpectationReport.Nearest(pattern, scope, log);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
