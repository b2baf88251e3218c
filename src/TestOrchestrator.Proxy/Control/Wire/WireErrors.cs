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

    /// <summary>The value as JSON, shortened.</summary>
    public static string Show(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= Excerpt ? text : $"{text[..Excerpt]}…";
    }
}
