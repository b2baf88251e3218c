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
                LiveExchange[] answered = [.. Answered(seen, pattern).Take(count)];
                return answered.Length == count ? Glance<LiveExchange[]>.Satisfied(answered) : Glance<LiveExchange[]>.NotYet(seen.Changed);
            },
            timeout,
            () => ExpectationErrors.NotAnswered(pattern, scope.Name, count, Answered(log.See(), pattern).Count(), timeout, Report(pattern)),
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
            () => ExpectationErrors.NotOnce(pattern, scope.Name, timeout, Report(pattern)),
            _clock,
            cancellationToken).ConfigureAwait(false);
        await QuietAsync(pattern, allowed: 1, start, timeout, quiet, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for quiet, and for none that fits.</summary>
    public Task NoneAsync(RequestPattern pattern, TimeSpan timeout, TimeSpan quiet, CancellationToken cancellationToken) =>
        QuietAsync(pattern, allowed: 0, _clock.GetTimestamp(), timeout, quiet, cancellationToken);

    /// <summary>Waits for quiet as far as there is time.</summary>
    /// <returns>Whether it became quiet.</returns>
    public async Task<bool> IdleAsync(TimeSpan quiet, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        try
        {
            return await Wait.UntilAsync(() => LookForQuiet(log.See(), start, quiet), timeout, () => new TimeoutException(), _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<bool> QuietAsync(RequestPattern pattern, int allowed, long start, TimeSpan timeout, TimeSpan quiet, CancellationToken cancellationToken) =>
        Wait.UntilAsync(
            () => LookForQuiet(pattern, allowed, start, quiet),
            timeout,
            () => ExpectationErrors.NotQuiet(pattern, scope.Name, quiet, timeout, ExpectationReport.Restless(log, log.See().Exchanges.Where(IsRelated))),
            _clock,
            cancellationToken);

    private Glance<bool> LookForQuiet(RequestPattern pattern, int allowed, long start, TimeSpan quiet)
    {
        Sighting seen = log.See();
        LiveExchange[] fitting = [.. Fitting(seen, pattern).Select(e => e.Exchange)];
        if (fitting.Length > allowed)
        {
            string came = ExpectationReport.Lines(log, fitting);
            throw allowed == 0 ? ExpectationErrors.NotNone(pattern, scope.Name, came) : ExpectationErrors.MoreThanOnce(pattern, scope.Name, came);
        }

        return LookForQuiet(seen, start, quiet);
    }

    private Glance<bool> LookForQuiet(Sighting seen, long start, TimeSpan quiet)
    {
        SeenExchange[] related = [.. seen.Exchanges.Where(IsRelated)];
        if (related.Any(e => !e.IsSettled))
        {
            return Glance<bool>.NotYet(seen.Changed);
        }

        // Counted from the assertion at the earliest: what the test set off just before may not have got here yet.
        TimeSpan still = _clock.GetElapsedTime(related.Select(e => e.LastChange).Append(start).Max());
        return still >= quiet ? Glance<bool>.Satisfied(true) : Glance<bool>.NotYet(seen.Changed, quiet - still);
    }

    private IEnumerable<SeenExchange> Fitting(Sighting seen, RequestPattern pattern) =>
        seen.Exchanges.Where(e => scope.Sees(e.Exchange.Scope) && pattern.Fits(e.Exchange.Subject()) == Fit.Yes);

    private IEnumerable<LiveExchange> Answered(Sighting seen, RequestPattern pattern) => Fitting(seen, pattern).Where(e => e.IsSettled).Select(e => e.Exchange);

    // Traffic of scopes around this one may be its own: not every client passes its trace on.
    private bool IsRelated(SeenExchange seen) => scope.Sees(seen.Exchange.Scope) || seen.Exchange.Scope.Sees(scope);

    private string Report(RequestPattern pattern) => ExpectationReport.Nearest(pattern, scope, log);
}
