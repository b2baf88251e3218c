using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>What can be wrong about the body of a request.</summary>
internal static class WireErrors
{
    private const int Excerpt = 100;

    public static ControlFinding Unknown(string field, string name, string shape, string? nearest, IEnumerable<string> known) => new(
        "TO2608", $"TO2608: {shape} has no member '{name}'.")
    {
        Field = field,
        Seen = name,
        Remedy = nearest is null ? $"There is: {string.Join(", ", known.Select(k => $"'{k}'"))}." : $"Did you mean '{nearest}'?",
    };

    public static ControlFinding Missing(string field, string name, string shape, string description) => new(
        "TO2609", $"TO2609: {shape} needs the member '{name}': {description}")
    {
        Field = field,
        Seen = "nothing",
        Remedy = $"Give '{name}'.",
    };

    public static ControlFinding Wrong(string field, JsonElement seen, string wanted) => new(
        "TO2610", $"TO2610: {(field.Length == 0 ? "The body" : field)} is {Show(seen)}; it must be {wanted}.")
    {
        Field = field,
        Seen = Show(seen),
        Remedy = $"Give {wanted}.",
    };

    /// <summary>Members that contradict each other, or of which one is needed.</summary>
    public static ControlException Together(string field, string problem, string remedy) => new(
        StatusCodes.Status400BadRequest, new ControlFinding("TO2613", $"TO2613: {problem}") { Field = field, Remedy = remedy });

    /// <summary>A value that is of the right type and cannot be used all the same, such as an empty name of a file.</summary>
    public static ControlException Refused(string field, JsonElement? seen, ArgumentException why)
    {
        string reason = why.Message.Split(" (Parameter")[0].TrimEnd('.');
        return new ControlException(StatusCodes.Status400BadRequest, new ControlFinding("TO2610", $"TO2610: {(field.Length == 0 ? "The body" : field)} cannot be used: {reason}.")
        {
            Field = field,
            Seen = seen is { } value ? Show(value) : null,
            Remedy = "Give another value, or leave it out.",
        });
    }

    /// <summary>What the options of the model object to, each with the member of the body that it is about.</summary>
    /// <param name="code">The code that the model gives them.</param>
    /// <param name="intro">What cannot be, to precede each problem.</param>
    /// <param name="problems">Full sentences, which begin with the name of a property, or a path of names.</param>
    /// <param name="said">The object that the options were read from.</param>
    /// <param name="renamed">Members whose names are not those of the properties in snake case.</param>
    public static ControlException Objections(string code, string intro, IEnumerable<string> problems, WireObject said, IReadOnlyDictionary<string, string> renamed) => new(
        StatusCodes.Status400BadRequest,
        [.. problems.Select(p => new ControlFinding(code, $"{code}: {intro}: {p}") { Field = FieldOf(p, said, renamed) })]);

    /// <summary>The value as JSON, shortened.</summary>
    public static string Show(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= Excerpt ? text : $"{text[..Excerpt]}…";
    }

    // "Limits.MaxExchanges is 0; …" is about /limits/max_exchanges.
    private static string? FieldOf(string problem, WireObject said, IReadOnlyDictionary<string, string> renamed)
    {
        string field = said.Field;
        JsonElement at = said.Element;
        foreach (string property in problem.Split(' ', ':')[0].Split('.'))
        {
            string member = renamed.TryGetValue(property, out string? other) ? other : JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(member, out at))
            {
                break;
            }

            field = WirePointer.To(field, member);
        }

        return field;
    }
}
