using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Gates as they are written and shown.</summary>
internal static class GateMapping
{
    // Enough for what a test does meanwhile, and not so much that a test which forgets the gate hangs for good.
    private const double DefaultLimit = 60;

    private static readonly WireNumber s_limit = new() { Least = 0.001, Most = WireNumber.Seconds.Most };

    public static WireShape Shape { get; } = new("NewGate", "A gate that holds answers of mocks until it is opened.",
    [
        new("scope", WireText.Any, "The id of the scope with which it is opened at the latest; the default is the root scope of the session."),
        new("limit_sec", s_limit, "How long an answer is held at most; the default is 60 seconds. What goes then is a problem, TO2470."),
    ]);

    public static WireShape Shown { get; } = new("Gate", "A gate that holds answers of mocks: those that name it in 'held_by'.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("scope", WireText.Any, "The id of its scope.") { IsRequired = true },
        new("open", WireFlag.Any, "Whether it lets everything pass.") { IsRequired = true },
        new("held", WireNumber.Count, "How many answers it holds now.") { IsRequired = true },
        new("limit_sec", s_limit, "How long it holds an answer at most.") { IsRequired = true },
    ]);

    public static HeldGate Add(ControlScope scope, WireObject said)
    {
        HeldGate held = new(scope.Node, new ResponseGate(scope.Session.Log.Clock) { Limit = said.Seconds("limit_sec") ?? TimeSpan.FromSeconds(DefaultLimit) });
        SessionHoldings.Of(scope.Session).Add(held);
        return held;
    }

    public static JsonObject Show(HeldGate held) => new()
    {
        ["id"] = Identity.Of(held),
        ["scope"] = Identity.Of(held.Scope),
        ["open"] = held.Gate.IsOpen,
        ["held"] = held.Gate.Held,
        ["limit_sec"] = held.Gate.Limit?.TotalSeconds,
    };
}
