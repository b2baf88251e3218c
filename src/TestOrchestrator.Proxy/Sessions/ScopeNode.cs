using System.Diagnostics;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>A scope in its tree. Thread-safe to read; <see cref="ScopeTree"/> alone writes.</summary>
internal sealed class ScopeNode(string name, ActivityTraceId? traceId, ScopeNode? parent)
{
    private volatile Mock[] _mocks = [];

    public string Name { get; } = name;

    public ActivityTraceId? TraceId { get; } = traceId;

    public ScopeNode? Parent { get; } = parent;

    public List<ScopeNode> OpenChildren_UnderGate { get; } = [];

    public bool IsOpen_UnderGate { get; set; } = true;

    /// <summary>What this scope adds, most recently added first. The array is never changed, only replaced; it is empty once the scope has ended.</summary>
    public Mock[] Mocks
    {
        get => _mocks;
        set => _mocks = value;
    }

    /// <summary>Whether what belongs to the other scope is visible here: it is this scope or one within it.</summary>
    public bool Sees(ScopeNode other)
    {
        for (ScopeNode? at = other; at is not null; at = at.Parent)
        {
            if (at == this)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mocks that may answer for this scope, in the order in which they are tried: inner before outer, newer before older.</summary>
    public IEnumerable<Mock> MocksInEffect()
    {
        for (ScopeNode? at = this; at is not null; at = at.Parent)
        {
            foreach (Mock mock in at.Mocks)
            {
                yield return mock;
            }
        }
    }
}
