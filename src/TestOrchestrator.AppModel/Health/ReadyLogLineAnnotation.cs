using System.Text.RegularExpressions;

namespace TestOrchestrator.AppModel.Health;

/// <summary>A program is ready when it has written a line that matches.</summary>
public sealed record ReadyLogLineAnnotation : IResourceAnnotation
{
    /// <summary>Gets the pattern, searched for in each line.</summary>
    public required Regex Pattern { get; init; }
}
