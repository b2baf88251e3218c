using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Templates;

/// <summary>The errors of templates, TO1811 to TO1813.</summary>
internal static class TemplateErrors
{
    public static EngineException Syntax(string file, TextPosition at, string problem) => new("TO1811", $"{file}:{at}: {problem}");

    public static EngineException UnknownName(
        string file,
        TextPosition at,
        string expression,
        string name,
        string level,
        IReadOnlyCollection<string> known)
    {
        string hint = Names.Nearest(name, known) is string nearest ? $" Did you mean '{nearest}'?" : "";
        string there = known.Count == 0 ? "There are no names there." : $"There are: {Names.List(known)}.";
        return new("TO1812", $"{file}:{at}: '{expression}' is not known: {level} has no '{name}'.{hint} {there}");
    }

    public static EngineException WrongKind(string file, TextPosition at, string expression, string seen, string wanted) => new(
        "TO1813",
        $"{file}:{at}: '{expression}' is {seen}. {wanted}");
}
