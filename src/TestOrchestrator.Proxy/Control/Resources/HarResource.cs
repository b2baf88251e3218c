using System.Collections.Immutable;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What went through, as HAR.</summary>
internal static class HarResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/har",
            Operation = "exportHar",
            Summary = "The exchanges of a scope as HAR 1.2, with secrets left out.",
            Query = [Lookup.ScopeParameter, new("idle_ms", WireNumber.Integer(0, 60_000), "Waits until nothing has come or been answered for so many milliseconds, and nothing is unanswered; the default is not to wait.")],
            Answer = WireAny.Json,
            HandleAsync = ExportAsync,
        },
    ];

    private static async Task<ControlAnswer> ExportAsync(ControlCall call)
    {
        TimeSpan? idle = call.Number("idle_ms") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        return ControlAnswer.Text(await call.QueriedScope().Scope.HarAsync(idle, call.Aborted).ConfigureAwait(false), "application/json");
    }
}
