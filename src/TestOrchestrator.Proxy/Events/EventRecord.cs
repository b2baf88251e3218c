using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Events;

/// <summary>
/// An event as it is kept: who reads it turns it into a <see cref="ProxyEvent"/>, so that the traffic does not pay for readers. Immutable.
/// </summary>
internal readonly record struct EventRecord
{
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required ProxyEventKind Kind { get; init; }

    public required ScopeNode Scope { get; init; }

    public long? Exchange { get; init; }

    public required IEventDetails Details { get; init; }
}
