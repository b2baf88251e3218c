using System.Collections.Immutable;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Expectations;

/// <summary>Shows a test what there was instead of what it expected.</summary>
internal static class ExpectationReport
{
    private const int Shown = 5;

    /// <summary>
    /// The exchanges that come nearest to a pattern, each with what does not fit, and those that fit but belong elsewhere.
    /// </summary>
    public static string Nearest(RequestPattern pattern, ScopeNode scope, ExchangeLog log)
    {
        ImmutableArray<LiveExchange> all = [.. log.See().Exchanges.Select(e => e.Exchange)];
        LiveExchange[] visible = [.. all.Where(e => scope.Sees(e.Scope))];
        LiveExchange[] elsewhere = [.. all.Where(e => !scope.Sees(e.Scope) && pattern.Fits(e.Subject()) == Fit.Yes)];
        IEnumerable<string> lines =
        [
            .. NearestLines(pattern, visible, log),
            .. elsewhere.Length == 0 ? [] : ElsewhereLines(elsewhere, log),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>The exchanges that kept a scope from being quiet.</summary>
    public static string Restless(ExchangeLog log, IEnumerable<SeenExchange> related)
    {
        SeenExchange[] all = [.. related];
        SeenExchange[] unanswered = [.. all.Where(e => !e.IsSettled)];
        return unanswered.Length > 0
            ? $"Not answered yet:{Lines(log, unanswered.Select(e => e.Exchange))}"
            : $"The last to come:{Lines(log, all.TakeLast(Shown).Select(e => e.Exchange))}";
    }

    /// <summary>The exchanges, each on a line of its own.</summary>
    public static string Lines(ExchangeLog log, IEnumerable<LiveExchange> exchanges) => string.Concat(log.Describe(exchanges).Select(e => $"\n  {e}"));

    private static IEnumerable<string> NearestLines(RequestPattern pattern, LiveExchange[] visible, ExchangeLog log)
    {
        if (visible.Length == 0)
        {
            yield return "The scope has seen no exchange at all.";
            yield break;
        }

        yield return visible.Length == 1 ? "The one exchange that the scope has seen:" : $"Of the {visible.Length} exchanges that the scope has seen, the nearest:";
        IEnumerable<(LiveExchange Exchange, ImmutableArray<Difference> Differences)> nearest = visible
            .Select(e => (Exchange: e, Differences: Difference.Between(pattern, e.Subject())))
            .OrderBy(e => Difference.Distance(e.Differences))
            .Take(Shown);
        foreach ((LiveExchange exchange, ImmutableArray<Difference> differences) in nearest)
        {
            yield return $"  {log.Describe([exchange])[0]}";
            foreach (Difference difference in differences)
            {
                yield return $"    {difference}";
            }
        }
    }

    private static IEnumerable<string> ElsewhereLines(LiveExchange[] elsewhere, ExchangeLog log)
    {
        yield return "Requests that fit came in other scopes, to which they belong by their trace, or because they name none:";
        foreach (RecordedExchange exchange in log.Describe(elsewhere.Take(Shown)))
        {
            yield return $"  {exchange} (scope '{exchange.Scope}')";
        }
    }
}
