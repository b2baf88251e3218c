using System.Diagnostics;
using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.PathStructure;

namespace TestOrchestrator.Groups.Templates;

/// <summary>The one instance of Handlebars.Net, and the three helpers that numbered templates are written in. Thread-safe.</summary>
internal static class TemplateLibrary
{
    private const string Rendering = "rendering";

    private static readonly Lock s_gate = new();
    private static readonly Lazy<IHandlebars> s_handlebars = new(Create);

    /// <summary>Compiles a template that a <see cref="TemplateParser"/> has written.</summary>
    /// <returns>A function of the values and of what they are rendered into.</returns>
    public static Func<object, TemplateRendering, string> Compile(string numbered)
    {
        // The library does not say whether one instance may compile on several threads.
        HandlebarsTemplate<object, object> compiled;
        lock (s_gate)
        {
            compiled = s_handlebars.Value.Compile(numbered);
        }

        return (values, rendering) => compiled(values, new Dictionary<string, object> { [Rendering] = rendering });
    }

    private static IHandlebars Create()
    {
        IHandlebars handlebars = Handlebars.Create(new HandlebarsConfiguration
        {
            NoEscape = true,
            ThrowOnUnresolvedBindingExpression = true,
            FormatProvider = CultureInfo.InvariantCulture,
        });
        handlebars.RegisterHelper(TemplateNames.Write, (in HelperOptions options, in Context _, in Arguments arguments) => Find(options.Frame, arguments));
        handlebars.RegisterHelper(TemplateNames.Value, (in HelperOptions options, in Context _, in Arguments arguments) => Find(options.Frame, arguments));
        handlebars.RegisterHelper(TemplateNames.Text, (in HelperOptions options, in Context _, in Arguments arguments) => Current(options.Frame).Syntax.Texts[Number(arguments)]);
        return handlebars;
    }

    private static object Find(BindingContext frame, in Arguments arguments)
    {
        TemplateRendering rendering = Current(frame);
        return rendering.Lookup.Find(rendering.Syntax.Expressions[Number(arguments)], frame);
    }

    private static int Number(in Arguments arguments) => (int)(arguments[0] ?? throw new UnreachableException());

    private static TemplateRendering Current(BindingContext frame) => frame.Data.Value<TemplateRendering>(ChainSegment.Create(Rendering))!;
}
