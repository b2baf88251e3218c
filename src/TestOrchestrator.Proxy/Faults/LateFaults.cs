using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>
/// The faults of connections that are made while an exchange goes on. Thread-safe: each direction asks for itself, and the exchange is one
/// call of each fault.
/// </summary>
/// <param name="exchange">The exchange.</param>
/// <param name="isResponse">Whether only its response goes on.</param>
internal sealed class LateFaults(LiveExchange exchange, bool isResponse)
{
    private readonly Lock _gate = new();
    private readonly List<FaultHit> _hits = [];
    private readonly HashSet<Fault> _asked = [];

    /// <summary>Gets a value indicating whether it is worth asking; costs next to nothing.</summary>
    public static bool MayHit(LiveExchange exchange) => exchange.Scope.HasFaultsInEffect();

    /// <summary>Gives those that hit the exchange since one asked last.</summary>
    /// <param name="known">How many one has been given so far.</param>
    public FaultHit[] More(ref int known)
    {
        lock (_gate)
        {
            foreach (Fault made in exchange.Scope.FaultsInEffect())
            {
                bool isNew = made.Mock is null && FaultDecision.IsLate(made, exchange) && _asked.Add(made);
                if (isNew && made.Pattern.Fits(new RequestSubject(exchange.Head, whole: null)) == Fit.Yes && made.Decide() is { } hit)
                {
                    _hits.Add(hit with { IsOfResponse = isResponse });
                }
            }

            FaultHit[] more = [.. _hits[known..]];
            known = _hits.Count;
            return more;
        }
    }
}
