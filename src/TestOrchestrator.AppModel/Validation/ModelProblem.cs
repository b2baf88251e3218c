namespace TestOrchestrator.AppModel.Validation;

/// <summary>One mistake in an application model.</summary>
public sealed record ModelProblem
{
    /// <summary>Gets the code of the kind of mistake, such as <c>TO1102</c>. A code is never given to another kind.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the name of the resource that has the problem.</summary>
    public required string Resource { get; init; }

    /// <summary>Gets what is wrong, what was seen, and what would be right, in full sentences.</summary>
    public required string Message { get; init; }

    /// <summary>Returns the code and the message.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
