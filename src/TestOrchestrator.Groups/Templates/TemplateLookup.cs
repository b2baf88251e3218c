using System.Collections;
using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.PathStructure;

namespace TestOrchestrator.Groups.Templates;

/// <summary>Finds the values of expressions, and says what is wrong with them. Thread-safe.</summary>
internal sealed class TemplateLookup(string file)
{
    public object Find(TemplateExpression expression, BindingContext frame)
    {
        object? value = Base(expression, frame);
        string seen = ReferenceEquals(value, frame.Data["root"]) ? "the top level" : $"'{expression.Path.Base}'";
        foreach (string name in expression.Path.Names)
        {
            if (!TryStep(expression, value, name, seen, out object? inner))
            {
                throw TemplateErrors.UnknownName(file, expression.Position, expression.Path.Text, name, seen, NamesOf(value));
            }

            value = inner;
            seen = $"'{name}'";
        }

        return (expression.Use, value) switch
        {
            (_, null) => throw Wrong(expression, value, "It has no value here."),
            (TemplateUse.Write, _) => Text(expression, value),
            (TemplateUse.Each, not IEnumerable or string) => throw Wrong(expression, value, "'#each' goes through a list or a table."),
            _ => value,
        };
    }

    private object? Base(TemplateExpression expression, BindingContext frame)
    {
        try
        {
            return expression.Path.Base == "this" ? frame.Value : PathResolver.ResolvePath(frame, PathInfo.Parse(expression.Path.BaseInLibrary ?? expression.Path.Base));
        }
        catch (HandlebarsUndefinedBindingException)
        {
            throw TemplateErrors.UnknownName(file, expression.Position, expression.Path.Text, expression.Path.Base, "the template", ["this", "@root"]);
        }
    }

    private bool TryStep(TemplateExpression expression, object? value, string name, string seen, out object? inner)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> table:
                return table.TryGetValue(name, out inner);
            case IDictionary table:
                inner = table.Contains(name) ? table[name] : null;
                return table.Contains(name);
            case IList list:
                bool within = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count;
                inner = within ? list[index] : null;
                return within;
            default:
                throw TemplateErrors.WrongKind(file, expression.Position, expression.Path.Text, "not known", $"It asks {seen} for '{name}', and that is {Kind(value)}, which has no names.");
        }
    }

    private string Text(TemplateExpression expression, object value) => value switch
    {
        string text => text,
        bool yes => yes ? "true" : "false",
        IEnumerable => throw Wrong(expression, value, "Only text, numbers and booleans can be written; go through it with '#each', or name something in it."),
        IFormattable number when IsNumber(value) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Wrong(expression, value, "Only text, numbers and booleans can be written."),
    };

    private Exception Wrong(TemplateExpression expression, object? value, string wanted) =>
        TemplateErrors.WrongKind(file, expression.Position, expression.Path.Text, Kind(value), wanted);

    private static string Kind(object? value) => value switch
    {
        null => "nothing",
        string => "text",
        bool => "a boolean",
        IReadOnlyDictionary<string, object?> or IDictionary => "a table",
        IEnumerable => "a list",
        _ when IsNumber(value) => "a number",
        _ => $"a {value.GetType().Name}",
    };

    private static bool IsNumber(object value) =>
        value is not Enum && Convert.GetTypeCode(value) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static string[] NamesOf(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> table => [.. table.Keys],
        IDictionary table => [.. table.Keys.Cast<object>().Select(key => $"{key}")],
        IList list => [.. Enumerable.Range(0, Math.Min(list.Count, 10)).Select(index => index.ToString(CultureInfo.InvariantCulture))],
        _ => [],
    };
}
