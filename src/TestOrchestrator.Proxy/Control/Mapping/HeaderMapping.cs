using System.Text.Json;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Changes of headers as they are written: a list of changes, or an object of names and values, which are put.</summary>
internal static class HeaderMapping
{
    public static WireShape Shape { get; } = new("HeaderModification", "A change of one header.",
    [
        new("action", WireText.OneOf("PUT", "ADD", "DELETE"), "PUT replaces all lines of the header, ADD adds one, DELETE removes all.") { IsRequired = true },
        new("key", WireText.Any, "The name, compared without regard to case.") { IsRequired = true },
        new("value", WireEither.TextOrTexts, "The value, or several, each in a line of its own; not for DELETE."),
    ]);

    public static WireEither Type { get; } = WireEither.Of((JsonValueKind.Array, new WireList(Shape)), (JsonValueKind.Object, new WireMap(WireEither.TextOrTexts)));

    /// <exception cref="ControlException">TO2613: a value is missing, or there is one where none is used.</exception>
    public static IEnumerable<HeaderEdit> Read(WireObject owner, string member) =>
        owner.Json(member) is { ValueKind: JsonValueKind.Object }
            ? owner.Entries(member).Select(e => new HeaderEdit("PUT", e.Name, WireObject.TextsOf(e.Value), e.Field))
            : owner.Objects(member).Select(Read);

    private static HeaderEdit Read(WireObject change)
    {
        string action = change.Text("action")!;
        IReadOnlyList<string> values = change.Texts("value");
        return action == "DELETE" && values.Count > 0 ? throw WireErrors.Together(change.Field, "DELETE has a value.", "Leave 'value' out.")
            : action != "DELETE" && values.Count == 0 ? throw WireErrors.Together(change.Field, $"{action} has no value.", "Give 'value'.")
            : new HeaderEdit(action, change.Text("key")!, values, change.Field);
    }
}
