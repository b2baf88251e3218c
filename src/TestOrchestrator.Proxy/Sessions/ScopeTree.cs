using System.Diagnostics;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>The scopes of a session: which are open, what they add, and to which one a request belongs. Thread-safe.</summary>
internal sealed class ScopeTree(string rootName)
{
    private readonly Lock _gate = new();

    // Ended scopes stay, so that what comes late is not taken for another test's.
    private readonly Dictionary<ActivityTraceId, ScopeNode> _byTrace = [];

    public ScopeNode Root { get; } = new(rootName, traceId: null, parent: null);

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
    public void Close(ScopeNode scope)
    {
        lock (_gate)
        {
            scope.Parent?.OpenChildren_UnderGate.Remove(scope);
            Close_UnderGate(scope);
        }
    }

    public bool IsOpen(ScopeNode scope)
    {
        lock (_gate)
        {
            return scope.IsOpen_UnderGate;
        }
    }

    public void Add(ScopeNode scope, Mock mock)
    {
        lock (_gate)
        {
            if (!scope.IsOpen_UnderGate)
            {
                throw SessionErrors.ScopeEnded(scope.Name, "adding a mock");
            }

            scope.Mocks = [mock, .. scope.Mocks];
        }
    }

    public void Remove(ScopeNode scope, Mock mock)
    {
        lock (_gate)
        {
            scope.Mocks = [.. scope.Mocks.Where(m => m != mock)];
        }
    }

    /// <summary>The scope that one of the traces names; else the innermost open one, or where several are open side by side, the one that holds them all.</summary>
    public ScopeNode Attribute(IEnumerable<ActivityTraceId> traces)
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

    private static void Close_UnderGate(ScopeNode scope)
    {
        scope.IsOpen_UnderGate = false;
        scope.Mocks = [];
        foreach (ScopeNode child in scope.OpenChildren_UnderGate)
        {
            Close_UnderGate(child);
        }

        scope.OpenChildren_UnderGate.Clear();
    }
}
