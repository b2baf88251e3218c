using TestOrchestrator.Proxy.Modifications;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>What a mock changes between client and origin. Immutable.</summary>
internal sealed record MockModification(RequestModification Request, ResponseModification Response);
