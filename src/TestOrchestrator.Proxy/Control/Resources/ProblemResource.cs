using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What a test should hear of although the proxy went on.</summary>
internal static class ProblemResource
{
    private static readonly WireShape s_ignore = new("IgnoredProblems", "Problems that may happen.",
    [
        new("scope", WireText.Any, "The id of a scope; the default is the root scope of the session."),
        new("codes", WireList.OfTexts, "Their codes, such as 'TO2301'; at least one.") { IsRequired = true },
    ]);

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
            Handle = call => ProblemMapping.Show(call.QueriedScope().Scope.Problems),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/problems/ignore",
            Operation = "ignoreProblems",
            Summary = "Says that problems may happen in a scope and those within it: they are listed as 'ignored', those that came before too.",
            Body = s_ignore,
            Status = HttpStatusCode.NoContent,
            Do = call => call.Body.At("codes", () =>
            {
                call.NamedScope().Scope.IgnoreProblems([.. call.Body.Texts("codes")]);
                return true;
            }),
        },
    ];
}
