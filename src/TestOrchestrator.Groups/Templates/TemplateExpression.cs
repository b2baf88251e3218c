using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Templates;

/// <summary>One use of a value in a template. Immutable.</summary>
internal sealed record TemplateExpression
{
    public required TemplatePath Path { get; init; }

    public required TemplateUse Use { get; init; }

    /// <summary>Gets where the path begins.</summary>
    public required TextPosition Position { get; init; }
}
