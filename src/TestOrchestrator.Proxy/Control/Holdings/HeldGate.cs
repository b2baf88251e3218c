using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Control.Holdings;

/// <summary>A gate that was made over the control API, and the scope with which it ends.</summary>
internal sealed record HeldGate(ScopeNode Scope, ResponseGate Gate);
