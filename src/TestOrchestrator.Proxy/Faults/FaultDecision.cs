using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>Which faults hit an exchange or tunnel.</summary>
internal static class FaultDecision
{
    /// <summary>Counts the exchange with all faults that it fits, and gives those that hit it.</summary>
    public static FaultHit[] Of(LiveExchange exchange, IFeatureCollection connection) => exchange.Scope.HasFaultsInEffect() ? Decide(exchange, connection) : [];

    /// <summary>Counts the exchange with the faults of the mock that answers it, and gives those that hit it.</summary>
    public static FaultHit[] Of(LiveExchange exchange, Mock mock) => exchange.Scope.HasFaultsInEffect() ? Decide(exchange, mock) : [];

    /// <summary>Whether a fault hits the exchange because of what comes, not because of its beginning, when it had not been made.</summary>
    public static bool IsLate(Fault fault, LiveExchange exchange) => fault.Disturbance.IsOfConnection && fault.Number > exchange.FaultsBefore;

    // Apart, because what a query captures costs even where there is none.
    private static FaultHit[] Decide(LiveExchange exchange, Mock mock) =>
        [.. exchange.Scope.FaultsInEffect().Where(f => f.Mock == mock).Select(f => f.Decide()).OfType<FaultHit>()];

    private static FaultHit[] Decide(LiveExchange exchange, IFeatureCollection connection)
    {
        RequestSubject request = new(exchange.Head, whole: null);
        LetThrough? decided = connection.Get<LetThrough>();
        return
        [
            .. from fault in exchange.Scope.FaultsInEffect()
               where fault.Mock is null && !IsLate(fault, exchange) && decided?.Faults.Contains(fault) is not true && fault.Pattern.Fits(request) == Fit.Yes
               select fault.Decide() into hit
               where hit is not null
               select hit,
        ];
    }

    /// <summary>
    /// The faults that might have refused a connection, and did not: they are not asked again for its requests. Immutable.
    /// </summary>
    internal sealed record LetThrough(IReadOnlySet<Fault> Faults);
}
