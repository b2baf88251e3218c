using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Which hosts are intercepted, tunneled, blocked and reset.</summary>
internal static class HostResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/hosts",
            Operation = "listHostRules",
            Summary = "What the session does with hosts. Without a rule that intercepts, all that are not listed are intercepted; else they are tunneled.",
            Answer = new WireList(HostMapping.Shown),
            Handle = call => ControlAnswer.List(call.Session().Hosts.Rules.Select(HostMapping.Show)),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/hosts",
            Operation = "addHostRule",
            Summary = "Adds a rule.",
            Body = HostMapping.Shape,
            Status = HttpStatusCode.Created,
            Answer = HostMapping.Shown,
            Handle = call => HostMapping.Show(HostMapping.Add(call.Session().Hosts, call.Body)),
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/hosts/{rule}",
            Operation = "removeHostRule",
            Summary = "Removes a rule; connections that stand already go on.",
            Status = HttpStatusCode.NoContent,
            Do = call => Identity.Find("rule", call.Path["rule"], call.Session().Hosts.Rules).Remove(),
        },
    ];
}
