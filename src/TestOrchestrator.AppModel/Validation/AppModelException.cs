using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Validation;

/// <summary>The application model has mistakes; all of them are listed.</summary>
public sealed class AppModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">All mistakes; at least one.</param>
    public AppModelException(ImmutableArray<ModelProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Gets all mistakes that were found.</summary>
    public ImmutableArray<ModelProblem> Problems { get; }

    private static string Describe(ImmutableArray<ModelProblem> problems) => problems.Length == 1
        ? problems[0].ToString()
        : $"The application model has {problems.Length} problems:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}";
}
