using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Templates;

/// <summary>A template that has been read: the text for the library, and what its numbers stand for. Immutable.</summary>
internal sealed record TemplateSyntax
{
    /// <summary>
    /// Gets the template in which every path is a number, an index into <see cref="Expressions"/>, and text that the library would read
    /// otherwise one into <see cref="Texts"/>.
    /// </summary>
    public required string Numbered { get; init; }

    public required ImmutableArray<TemplateExpression> Expressions { get; init; }

    public required ImmutableArray<string> Texts { get; init; }
}
