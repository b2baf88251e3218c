using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Control;

/// <summary>Ends a request of the control API with what is wrong about it, which becomes <c>application/problem+json</c>.</summary>
internal sealed class ControlException : Exception
{
    public ControlException(int status, ControlFinding finding)
        : this(status, [finding])
    {
    }

    /// <summary>All that was found, the first of which stands for them.</summary>
    public ControlException(int status, ImmutableArray<ControlFinding> findings)
        : base(findings[0].Message) => (Status, Findings) = (status, findings);

    public int Status { get; }

    public ImmutableArray<ControlFinding> Findings { get; }

    /// <summary>Gets the methods that the path can be asked with, where that is what was wrong.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];
}
