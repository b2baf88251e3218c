using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Where the requests for hosts are sent instead.</summary>
internal static class RedirectResource
{
    public static ImmutableArray<ControlRoute> Routes { get; } =
    [
        new()
        {
            Method = "GET",
            Path = "/sessions/{session}/redirects",
            Operation = "listRedirects",
            Summary = "The redirections of a scope and of those within it.",
            Query = [Lookup.ScopeParameter],
            Answer = new WireList(HostMapping.RedirectShown),
            Handle = call => ControlAnswer.List(Lookup.OpenWithin(call.QueriedScope()).SelectMany(s => s.Node.Redirections.Select(r => HostMapping.Show(s, r)))),
        },
        new()
        {
            Method = "POST",
            Path = "/sessions/{session}/redirects",
            Operation = "addRedirect",
            Summary = "Sends the requests for hosts somewhere else, without the client noticing.",
            Body = HostMapping.RedirectShape,
            Status = HttpStatusCode.Created,
            Answer = HostMapping.RedirectShown,
            Handle = call =>
            {
                ControlScope scope = call.NamedScope();
                return HostMapping.Show(scope, HostMapping.Redirect(scope.Scope, call.Body));
            },
        },
        new()
        {
            Method = "DELETE",
            Path = "/sessions/{session}/redirects/{redirect}",
            Operation = "removeRedirect",
            Summary = "Removes a redirection; requests on their way go on.",
            Status = HttpStatusCode.NoContent,
            Do = call => Identity.Find("redirect", call.Path["redirect"], call.Session().Scopes.Open().SelectMany(s => s.Redirections)).Remove(),
        },
    ];
}
