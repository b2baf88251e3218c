using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.MSTest;

/// <summary>Says in which lanes a test, or every test of a class, can run. Elsewhere it is skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class LanesAttribute : ConditionBaseAttribute
{
    /// <summary>Says in which lanes a test can run.</summary>
    /// <param name="lanes">The names of the lanes: <c>fast</c>, <c>real</c>, <c>aspire</c>.</param>
    public LanesAttribute(params string[] lanes)
        : base(ConditionMode.Include)
    {
        Lanes = lanes;
        IgnoreMessage = $"Runs in {string.Join(" and ", lanes.Select(lane => $"'{lane}'"))} only; this is the lane '{TestSession.Current?.Lane}'.";
    }

    /// <summary>Gets the names of the lanes.</summary>
    public IReadOnlyList<string> Lanes { get; }

    /// <inheritdoc/>
    public override string GroupName => nameof(LanesAttribute);

    /// <inheritdoc/>
    public override bool IsConditionMet => TestSession.Current is not { } session || Lanes.Contains(session.Lane.ToString(), StringComparer.OrdinalIgnoreCase);
}
