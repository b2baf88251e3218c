namespace TestOrchestrator.Groups.Templates;

/// <summary>What the expressions of a template need while it is rendered. Immutable.</summary>
internal sealed record TemplateRendering
{
    public required TemplateSyntax Syntax { get; init; }

    public required TemplateLookup Lookup { get; init; }
}
