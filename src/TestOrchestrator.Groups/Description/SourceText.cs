using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Description;

/// <summary>A text of the group file that may hold expressions, and where it stands.</summary>
internal sealed record SourceText(string Text, string File, TextPosition Position)
{
    /// <summary>What messages name: the expressions of a value that is a line of the group file have no better place.</summary>
    public string Place => $"{File}:{Position} '{Text}'";
}
