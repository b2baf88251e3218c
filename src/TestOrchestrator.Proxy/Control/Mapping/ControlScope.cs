using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>An open scope with its session. Immutable.</summary>
internal readonly record struct ControlScope(ProxySession Session, ScopeNode Node)
{
    public ProxyScope Scope => Node == Session.Scopes.Root ? Session.Root : new ProxyScope(Session, Node);
}
