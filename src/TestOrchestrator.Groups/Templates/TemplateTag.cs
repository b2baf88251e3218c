namespace TestOrchestrator.Groups.Templates;

/// <summary>What stands between one pair of double braces.</summary>
internal readonly record struct TemplateTag
{
    /// <summary>Gets the content without braces, tildes and the white space around it; empty for a comment.</summary>
    public required string Content { get; init; }

    /// <summary>Gets where <see cref="Content"/> begins in the template.</summary>
    public required int ContentOffset { get; init; }

    /// <summary>Gets where the opening braces begin in the template.</summary>
    public required int Offset { get; init; }

    /// <summary>Gets where the text after it begins.</summary>
    public required int End { get; init; }

    public required bool IsComment { get; init; }

    /// <summary>Gets whether it takes the white space before it away (<c>{{~</c>).</summary>
    public required bool TrimsBefore { get; init; }

    /// <summary>Gets whether it takes the white space after it away (<c>~}}</c>).</summary>
    public required bool TrimsAfter { get; init; }
}
