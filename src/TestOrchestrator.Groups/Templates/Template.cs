using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Groups.Templates;

/// <summary>A text with expressions in double braces: compiled once, rendered with different values. Thread-safe.</summary>
/// <remarks>
/// The language is that of Handlebars with <c>{{name}}</c>, <c>{{#if}}</c>, <c>{{#unless}}</c>, <c>{{#each}}</c>, <c>{{#with}}</c>,
/// <c>{{else}}</c> and comments, without partials and other helpers. A name that is not there is an error, also in <c>{{#if}}</c>. Nothing
/// is escaped, and a value is never rendered itself. Two braces that are text are written <c>\{{</c>, a backslash before an expression
/// <c>\\{{name}}</c>; all other text comes out as it is, but a line that holds nothing but a block tag or a comment is left out.
/// </remarks>
internal sealed class Template
{
    // The backslashes before the braces have to come out, too.
    private static readonly Regex s_braces = new(@"(\\*)\{\{", RegexOptions.CultureInvariant);

    private readonly CompiledTemplate _compiled;
    private readonly TemplateRendering _rendering;

    internal Template(CompiledTemplate compiled, string file)
    {
        _compiled = compiled;
        _rendering = new() { Syntax = compiled.Syntax, Lookup = new(file) };
    }

    /// <param name="text">The template.</param>
    /// <param name="file">The name of its file, for messages.</param>
    /// <exception cref="EngineException">TO1811: it cannot be read.</exception>
    public static Template Compile(string text, string file) => new(CompiledTemplate.Of(text, file), file);

    /// <summary>Makes a template that renders to exactly this text.</summary>
    public static string Escape(string text) => s_braces.Replace(text, @"$1$1\{{");

    /// <param name="values">Strings, numbers, booleans, and lists and dictionaries of them.</param>
    /// <exception cref="EngineException">TO1812: a name that is not there. TO1813: a value that cannot be used so.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values) => _compiled.Render(values, _rendering);
}
