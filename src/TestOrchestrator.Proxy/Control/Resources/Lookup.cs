using TestOrchestrator.Proxy.Control.Holdings;
using TestOrchestrator.Proxy.Control.Mapping;
using TestOrchestrator.Proxy.Control.Routing;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Resources;

/// <summary>Finds what a request is about.</summary>
internal static class Lookup
{
    /// <summary>Stands for the session whose port the request came to.</summary>
    private const string Current = "current";

    public static QueryParameter ScopeParameter { get; } = new("scope", WireText.Any, "The id of a scope; the default is the root scope of the session, which sees everything in it.");

    /// <summary>The session that the path names, by id or as <c>current</c>.</summary>
    /// <exception cref="ControlException">TO2605: there is none.</exception>
    public static ProxySession Session(this ControlCall call) => call.Session(call.Path["session"]);

    public static ProxySession Session(this ControlCall call, string id) => id == Current ? call.Carrier : Identity.Find("session", id, call.Server.Sessions);

    /// <summary>The scope that the path names.</summary>
    public static ControlScope Scope(this ControlCall call) => Scope(call.Session(), call.Path["scope"]);

    /// <summary>The scope that the query names, else the root.</summary>
    public static ControlScope QueriedScope(this ControlCall call) => Scope(call.Session(), call.Text("scope"));

    /// <summary>The scope that the body names, else the root.</summary>
    public static ControlScope NamedScope(this ControlCall call) => Scope(call.Session(), call.Body.Text("scope"));

    /// <summary>The open scopes that a scope sees, itself first.</summary>
    public static IEnumerable<ControlScope> OpenWithin(ControlScope scope) => scope.Session.Scopes.Open().Where(scope.Node.Sees).Select(n => new ControlScope(scope.Session, n));

    /// <summary>A gate of a session.</summary>
    /// <exception cref="ControlException">TO2605: there is none.</exception>
    public static HeldGate Gate(this ProxySession session, string id) => Identity.Find("gate", id, SessionHoldings.Of(session).Gates);

    private static ControlScope Scope(ProxySession session, string? id) => new(session, id is null ? session.Scopes.Root : Identity.Find("scope", id, session.Scopes.Open()));
}
