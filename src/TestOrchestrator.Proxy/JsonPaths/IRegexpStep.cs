namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// One step of a compiled pattern: a character to be read before the next step, a choice of two steps, a condition, or the end. Immutable.
/// </summary>
internal readonly record struct IRegexpStep
{
    /// <summary>Gets the characters that lead to the next step; <see langword="null"/> for a choice and for the end.</summary>
    public CharacterSet? Characters { get; init; }

    /// <summary>Gets the steps to go on with; both are -1 at the end.</summary>
    public (int One, int Other) Choice { get; init; }

    /// <summary>Gets where in the text the choice is open; elsewhere there is no way on.</summary>
    public TextPlace Place { get; init; }

    public bool IsEnd => Characters is null && Choice.One < 0;

    public static IRegexpStep End { get; } = new() { Choice = (-1, -1) };
}
