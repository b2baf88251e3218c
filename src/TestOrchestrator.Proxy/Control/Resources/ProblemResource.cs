using System.Collections.Immutable;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What a test should hear of although the proxy went on.</summary>
internal static class ProblemResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/problems",
            Operation = "listProblems",
            Summary = "The problems of a scope and of those within it, oldest first.",
            Query = [Lookup.ScopeParameter],
            Answer = new WireList(ProblemMapping.Shown),
            Handle = call => Task.FromResult(ControlAnswer.Json(ProblemMapping.Show(call.QueriedScope().Scope.Problems))),
        },
    ];
}
