using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Gates: add, list, wait for what they hold, open.</summary>
internal static class GateResource
{
    private static readonly WireShape s_wait = new("GateWait", "How many held answers are waited for.",
    [
        new("count", WireNumber.Integer(1, int.MaxValue - 1), "How many at the same time; the default is 1."),
        new("timeout_sec", WireNumber.Seconds, "How long to wait; the default is 30 seconds."),
    ]);

    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/gates",
            Operation = "listGates",
            Summary = "The gates of a scope and of those within it, with what they hold.",
            Query = [Lookup.ScopeParameter],
            Answer = new WireList(GateMapping.Shown),
            Handle = call =>
            {
                ControlScope scope = call.QueriedScope();
                return ControlAnswer.List(SessionHoldings.Of(scope.Session).Gates.Where(g => scope.Node.Sees(g.Scope)).Select(GateMapping.Show));
            },
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/gates",
            Operation = "addGate",
            Summary = "Makes a closed gate; a mock whose response names it in 'held_by' answers once it is open.",
            Body = GateMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = GateMapping.Shown,
            Handle = call => GateMapping.Show(GateMapping.Add(call.NamedScope(), call.Body)),
        },
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/gates/{gate}",
            Operation = "getGate",
            Summary = "A gate, with what it holds.",
            Answer = GateMapping.Shown,
            Handle = call => GateMapping.Show(call.Gate()),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/gates/{gate}/open",
            Operation = "openGate",
            Summary = "Lets go what is held, and holds nothing from now on.",
            Status = HttpStatusCode.NoContent,
            Do = call => call.Gate().Gate.Open(),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/gates/{gate}/wait",
            Operation = "waitForHeld",
            Summary = "Waits until so many answers are held at the same time. Not in time: 409, TO2406.",
            Body = s_wait,
            Answer = GateMapping.Shown,
            HandleAsync = WaitAsync,
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/gates/{gate}",
            Operation = "removeGate",
            Summary = "Opens a gate and forgets it.",
            Status = HttpStatusCode.NoContent,
            Do = call =>
            {
                HeldGate gone = call.Gate();
                SessionHoldings.Of(call.Session()).Release(g => g == gone);
            },
        },
    ];

    private static async Task<ControlAnswer> WaitAsync(ControlCall call)
    {
        HeldGate held = call.Gate();
        await held.Gate.WaitForHeldAsync(call.Body.Integer("count") ?? 1, call.Body.Seconds("timeout_sec"), call.Aborted).ConfigureAwait(false);
        return GateMapping.Show(held);
    }

    private static HeldGate Gate(this ControlCall call) => call.Session().Gate(call.Path["gate"]);
}
