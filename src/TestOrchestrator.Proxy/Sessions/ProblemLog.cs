using TestOrchestrator.Proxy.Events;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>The problems of a session in the order in which they came. Thread-safe.</summary>
internal sealed class ProblemLog(EventLog events, TimeProvider clock, IEnumerable<string> ignored)
{
    // A client that tries again and again says nothing new.
    private const int Limit = 1000;

    private readonly HashSet<string> _ignored = [.. ignored];
    private readonly Lock _gate = new();
    private readonly List<(ScopeNode Scope, ProxyProblem Problem)> _problems = [];

    public void Add(ScopeNode scope, Explanation explanation, long? exchange = null)
    {
        ProxyProblem problem = new()
        {
            Code = explanation.Code,
            Message = explanation.ToString(),
            Time = clock.GetUtcNow(),
            Scope = scope.Name,
            Exchange = exchange,
        };
        lock (_gate)
        {
            if (_problems.Count < Limit)
            {
                _problems.Add((scope, problem));
            }
        }

        events.Add(ProxyEventKind.Problem, scope, exchange, new EventFacts(("code", problem.Code), ("message", problem.Message)));
    }

    public IReadOnlyList<ProxyProblem> SeenBy(ScopeNode scope)
    {
        lock (_gate)
        {
            return [.. _problems.Where(p => scope.Sees(p.Scope)).Select(p => p.Problem with { IsIgnored = _ignored.Contains(p.Problem.Code) || p.Scope.Ignores(p.Problem.Code) })];
        }
    }
}
