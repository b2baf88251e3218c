using System.Diagnostics;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>A scope in its tree. Thread-safe to read; <see cref="ScopeTree"/> alone writes.</summary>
internal sealed class ScopeNode(string name, ActivityTraceId? traceId, ScopeNode? parent)
{
    private volatile MockSet _mocks = MockSet.Empty;
    private volatile Redirection[] _redirections = [];
    private volatile string[] _ignoredProblems = [];
    private volatile Fault[] _faults = [];
    private volatile Recording? _recording;

    public string Name { get; } = name;

    public ActivityTraceId? TraceId { get; } = traceId;

    public ScopeNode? Parent { get; } = parent;

    public List<ScopeNode> OpenChildren_UnderGate { get; } = [];

    public bool IsOpen_UnderGate { get; set; } = true;

    /// <summary>What this scope adds; empty once the scope has ended.</summary>
    public MockSet Mocks
    {
        get => _mocks;
        set => _mocks = value;
    }

    /// <summary>Where this scope sends requests to instead, in the order in which that was said; empty once the scope has ended.</summary>
    public Redirection[] Redirections
    {
        get => _redirections;
        set => _redirections = value;
    }

    /// <summary>
    /// What this scope records to or is answered from; <see langword="null"/> for nothing of its own, and once the scope has ended.
    /// </summary>
    public Recording? Recording
    {
        get => _recording;
        set => _recording = value;
    }

    /// <summary>The recording of this scope or the nearest around it that has one.</summary>
    public Recording? RecordingInEffect() => Nearest(static s => s.Recording is not null)?.Recording;

    /// <summary>The codes of problems that may happen here.</summary>
    public string[] IgnoredProblems
    {
        get => _ignoredProblems;
        set => _ignoredProblems = value;
    }

    /// <summary>Whether a problem may happen here, by what this scope or one around it says.</summary>
    public bool Ignores(string code) => Nearest(s => s.IgnoredProblems.Contains(code)) is not null;

    /// <summary>What disturbs this scope and those within it, as <see cref="Mocks"/>.</summary>
    public Fault[] Faults
    {
        get => _faults;
        set => _faults = value;
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

    /// <summary>The mocks that may answer for this scope, inner before outer, newer before older.</summary>
    public IEnumerable<Mock> MocksInEffect()
    {
        for (ScopeNode? at = this; at is not null; at = at.Parent)
        {
            foreach (Mock mock in at.Mocks.All)
            {
                yield return mock;
            }
        }
    }

    /// <summary>The faults of this scope and those around it, in the same order.</summary>
    public IEnumerable<Fault> FaultsInEffect()
    {
        for (ScopeNode? at = this; at is not null; at = at.Parent)
        {
            foreach (Fault fault in at.Faults)
            {
                yield return fault;
            }
        }
    }

    public bool HasMocksInEffect() => Nearest(static s => !s.Mocks.IsEmpty) is not null;

    public bool HasFaultsInEffect() => Nearest(static s => s.Faults.Length > 0) is not null;

    // This scope or the nearest around it.
    private ScopeNode? Nearest(Func<ScopeNode, bool> isMeant)
    {
        ScopeNode? at = this;
        while (at is not null && !isMeant(at))
        {
            at = at.Parent;
        }

        return at;
    }
}
