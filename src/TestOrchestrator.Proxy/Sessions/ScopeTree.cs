using System.Collections.Immutable;
using System.Diagnostics;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Recordings;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>The scopes of a session: which are open, what they add, and to which one a request belongs. Thread-safe.</summary>
internal sealed class ScopeTree(string rootName)
{
    private readonly Lock _gate = new();

    // Ended scopes stay, so that what comes late is not taken for another test's.
    private readonly Dictionary<ActivityTraceId, ScopeNode> _byTrace = [];
    private volatile bool _hadFaults;

    public ScopeNode Root { get; } = new(rootName, traceId: null, parent: null);

    /// <summary>Gets a value indicating whether there has been a fault.</summary>
    public bool HadFaults => _hadFaults;

    public ScopeNode Open(ScopeNode parent, string name, ActivityTraceId? traceId)
    {
        ScopeNode scope = new(name, traceId, parent);
        lock (_gate)
        {
            if (!parent.IsOpen_UnderGate)
            {
                throw SessionErrors.ScopeEnded(parent.Name, $"opening scope '{name}' in it");
            }

            parent.OpenChildren_UnderGate.Add(scope);
            if (traceId is { } id)
            {
                _byTrace[id] = scope;
            }
        }

        return scope;
    }

    /// <summary>Ends a scope and those within it.</summary>
    /// <returns>The mocks that they had.</returns>
    public IReadOnlyList<(ScopeNode Scope, Mock Mock)> Close(ScopeNode scope)
    {
        List<(ScopeNode Scope, Mock Mock)> ended = [];
        List<Fault> faults = [];
        lock (_gate)
        {
            scope.Parent?.OpenChildren_UnderGate.Remove(scope);
            Close_UnderGate(scope, ended, faults);
        }

        // Outside: what they hold goes on.
        faults.ForEach(f => f.Remove());
        return ended;
    }

    /// <summary>The scopes that have not ended, outer before inner.</summary>
    public IReadOnlyList<ScopeNode> Open()
    {
        lock (_gate)
        {
            List<ScopeNode> open = Root.IsOpen_UnderGate ? [Root] : [];
            for (int i = 0; i < open.Count; i++)
            {
                open.AddRange(open[i].OpenChildren_UnderGate);
            }

            return open;
        }
    }

    public bool IsOpen(ScopeNode scope)
    {
        lock (_gate)
        {
            return scope.IsOpen_UnderGate;
        }
    }

    public void Add(ScopeNode scope, Mock mock) => Change(scope, "adding a mock", s => s.Mocks = s.Mocks.With(mock));

    public void Add(ScopeNode scope, Redirection redirection) => Change(scope, "adding a redirection", s => s.Redirections = [.. s.Redirections, redirection]);

    public void Ignore(ScopeNode scope, string[] codes) => Change(scope, "ignoring problems", s => s.IgnoredProblems = [.. s.IgnoredProblems, .. codes]);

    public void Add(ScopeNode scope, Recording recording) => Change(scope, "using a recording", s => s.Recording = s.Recording is null ? recording : throw RecordingErrors.InUse(s.Name, s.Recording.File));

    public void Remove(ScopeNode scope, Recording recording) => Update(scope, s => s.Recording = s.Recording == recording ? null : s.Recording);

    public void Remove(ScopeNode scope, Mock mock) => Update(scope, s => s.Mocks = s.Mocks.Without(mock));

    public void RemoveMocks(ScopeNode scope) => Update(scope, s => s.Mocks = MockSet.Empty);

    public void Remove(ScopeNode scope, Redirection redirection) => Update(scope, s => s.Redirections = [.. s.Redirections.Where(r => r != redirection)]);

    public void Add(ScopeNode scope, Fault fault)
    {
        Change(scope, "adding a fault", s => s.Faults = [fault, .. s.Faults]);
        _hadFaults = true;
    }

    public void Remove(ScopeNode scope, Fault fault) => Update(scope, s => s.Faults = [.. s.Faults.Where(f => f != fault)]);

    /// <summary>
    /// The scope that one of the traces names; else the innermost open one, or where several are open side by side, the one that holds them
    /// all.
    /// </summary>
    public ScopeNode Attribute(ImmutableArray<ActivityTraceId> traces)
    {
        lock (_gate)
        {
            foreach (ActivityTraceId trace in traces)
            {
                if (_byTrace.TryGetValue(trace, out ScopeNode? named))
                {
                    return named;
                }
            }

            ScopeNode innermost = Root;
            while (innermost.OpenChildren_UnderGate is [ScopeNode only])
            {
                innermost = only;
            }

            return innermost;
        }
    }

    // Of a scope that has ended, too: there is nothing left to remove.
    private void Update(ScopeNode scope, Action<ScopeNode> change)
    {
        lock (_gate)
        {
            change(scope);
        }
    }

    private void Change(ScopeNode scope, string wish, Action<ScopeNode> change)
    {
        lock (_gate)
        {
            if (!scope.IsOpen_UnderGate)
            {
                throw SessionErrors.ScopeEnded(scope.Name, wish);
            }

            change(scope);
        }
    }

    private static void Close_UnderGate(ScopeNode scope, List<(ScopeNode Scope, Mock Mock)> ended, List<Fault> faults)
    {
        scope.IsOpen_UnderGate = false;
        ended.AddRange(scope.Mocks.All.Select(m => (scope, m)));
        scope.Mocks = MockSet.Empty;
        scope.Redirections = [];
        scope.Recording = null;
        faults.AddRange(scope.Faults);
        scope.Faults = [];
        foreach (ScopeNode child in scope.OpenChildren_UnderGate)
        {
            Close_UnderGate(child, ended, faults);
        }

        scope.OpenChildren_UnderGate.Clear();
    }
}
