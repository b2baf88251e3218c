using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>A group, or the application that it was made of, has mistakes; all of them are listed.</summary>
public sealed class DefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">All mistakes; at least one.</param>
    public DefinitionException(ImmutableArray<DefinitionProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Gets all mistakes that were found.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; }

    private static string Describe(ImmutableArray<DefinitionProblem> problems) => problems.Length == 1
        ? problems[0].ToString()
        : $"There are {problems.Length} problems:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}";
}

/// <summary>One mistake in the description of a group. Immutable.</summary>
public sealed record DefinitionProblem
{
    /// <summary>Gets the code of the kind of mistake, such as <c>TO1104</c>. A code is never given to another kind.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the name of the unit that has the problem.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets what is wrong, what was seen, and what would be right, in full sentences.</summary>
    public required string Message { get; init; }

    /// <summary>Returns the code and the message.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
