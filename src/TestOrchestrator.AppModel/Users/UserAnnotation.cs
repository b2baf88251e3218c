namespace TestOrchestrator.AppModel.Users;

/// <summary>A program runs as a given user of the machine.</summary>
public sealed record UserAnnotation : IResourceAnnotation
{
    /// <summary>Gets the name or the number of the user.</summary>
    public required string User { get; init; }
}
