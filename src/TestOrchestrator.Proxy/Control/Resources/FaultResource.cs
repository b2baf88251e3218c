using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>What goes wrong on the network: add, list with what was hit, remove.</summary>
internal static class FaultResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/faults",
            Operation = "listFaults",
            Summary = "The faults of a scope and of those within it, with what they hit.",
            Query = [Lookup.ScopeParameter],
            Answer = new WireList(FaultMapping.Shown),
            Handle = call => ControlAnswer.List(Faults(call.QueriedScope()).Select(f => FaultMapping.Show(f.Scope, f.Fault))),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/faults",
            Operation = "addFault",
            Summary = "Disturbs exchanges and tunnels from now on.",
            Body = FaultMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = FaultMapping.Shown,
            Handle = Add,
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/faults",
            Operation = "removeFaults",
            Summary = "Removes all faults of a scope and of those within it.",
            Query = [Lookup.ScopeParameter],
            Status = HttpStatusCode.NoContent,
            HandleAsync = call => RemoveAsync(Faults(call.QueriedScope()).Select(f => f.Fault)),
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/faults/{fault}",
            Operation = "removeFault",
            Summary = "Removes a fault: what it holds goes on at once.",
            Status = HttpStatusCode.NoContent,
            HandleAsync = call => RemoveAsync([Identity.Find("fault", call.Path["fault"], call.Session().Scopes.Open().SelectMany(s => s.Faults))]),
        },
    ];

    private static ControlAnswer Add(ControlCall call)
    {
        ControlScope scope = call.NamedScope();
        Func<Disturbance, Disturbance> wanted = FaultMapping.Read(call.Body);
        if (call.Body.Text("mock") is not { } id)
        {
            return FaultMapping.Show(scope, scope.Scope.Disturb(PatternMapping.Read(call.Body.Object("predicates")), wanted));
        }

        if (call.Body.Has("scope") || call.Body.Has("predicates"))
        {
            throw WireErrors.Together("", "A fault of a mock has a 'scope' or 'predicates', which are those of the mock.", "Leave them out.");
        }

        Mock mock = Identity.Find("mock", id, call.Session().Scopes.Open().SelectMany(s => s.Mocks.All));
        Fault fault = mock.Disturb(wanted);
        ControlScope owner = Lookup.OpenWithin(scope).First(s => s.Node.Faults.Contains(fault));
        return FaultMapping.Show(owner, fault);
    }

    private static async Task<ControlAnswer> RemoveAsync(IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults.ToArray())
        {
            await fault.DisposeAsync().ConfigureAwait(false);
        }

        return ControlAnswer.Empty;
    }

    private static IEnumerable<(ControlScope Scope, Fault Fault)> Faults(ControlScope scope) => Lookup.OpenWithin(scope).SelectMany(s => s.Node.Faults.Reverse().Select(f => (s, f)));
}
