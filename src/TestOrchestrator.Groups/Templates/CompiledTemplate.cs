namespace TestOrchestrator.Groups.Templates;

/// <summary>What two files with the same text share. Thread-safe.</summary>
internal sealed class CompiledTemplate
{
    private readonly Func<object, TemplateRendering, string> _render;

    private CompiledTemplate(TemplateSyntax syntax, Func<object, TemplateRendering, string> render)
    {
        Syntax = syntax;
        _render = render;
    }

    public TemplateSyntax Syntax { get; }

    public static CompiledTemplate Of(string text, string file)
    {
        // Text without expressions needs no library, whose first use is slow.
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return new(new() { Numbered = text, Expressions = [], Texts = [] }, (_, _) => text);
        }

        TemplateSyntax syntax = new TemplateParser(text, file).Parse();
        return new(syntax, TemplateLibrary.Compile(syntax.Numbered));
    }

    public string Render(IReadOnlyDictionary<string, object?> values, TemplateRendering rendering) => _render(values, rendering);
}
