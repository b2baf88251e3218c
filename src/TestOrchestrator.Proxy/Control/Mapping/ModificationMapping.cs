using System.Text.Json;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Modifications;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Modifications of requests and responses as they are written.</summary>
internal static class ModificationMapping
{
    private static readonly WireShape s_modification = new("Modification", "A change of one parameter, of what is selected in JSON, or of a text.",
    [
        new("selector", WireText.Any, "The name of a parameter or of a member of the outermost object, a JSONPath (RFC 9535), or what is replaced in a text.") { IsRequired = true },
        new("type", WireText.OneOf("KEY", "JSONPATH", "TEXT", "REGEX"), "What the selector is; the default is KEY, in modify_text TEXT. JSONPATH only for JSON, TEXT and REGEX only for bodies."),
        new("action", WireText.OneOf("PUT", "DELETE"), "PUT replaces or adds, DELETE removes.") { IsRequired = true },
        new("value", WireAny.Json, "The value for PUT; for a text a text, in which $1 is a group of a REGEX; for a parameter a text, number, true or false, or a list of them."),
    ]);

    private static readonly WireList s_modifications = new(s_modification);

    /// <summary>Gets what is written of changes of a request.</summary>
    public static WireShape RequestShape { get; } = new("RequestModifications", "How a request is changed before it goes to its origin: headers, then the query, then the form or the JSON, then the text.",
    [
        new("headers", HeaderMapping.Type, "Headers: an object of names and values, or a list of modifications."),
        new("modify_query", s_modifications, "Parameters of the query."),
        new("modify_form", s_modifications, "Fields of the form."),
        new("modify_json", s_modifications, "The JSON of the body."),
        new("modify_text", s_modifications, "The text of the body: each is replaced wherever it occurs."),
    ]);

    /// <summary>Gets the member of a response that holds changes of the real one.</summary>
    public static WireMember ResponseMember { get; } = new("modifications", s_modifications, "Changes of the JSON of the real response, then of its text; with it, even when it is empty, the origin is asked.");

    public static Func<RequestModification, RequestModification>? ReadRequest(WireObject? request) => request is { } said ? from => ReadRequest(said, from) : null;

    /// <summary>What is written of changes of a real response.</summary>
    public static Func<ResponseModification, ResponseModification>? ReadResponse(WireObject? response) => response is { } said ? from => ReadResponse(said, from) : null;

    private static RequestModification ReadRequest(WireObject said, RequestModification change)
    {
        foreach (HeaderEdit edit in HeaderMapping.Read(said, "headers"))
        {
            RequestModification before = change;
            change = WireObject.At(edit.Field, null, () => edit.Action switch
            {
                "DELETE" => before.RemoveHeader(edit.Name),
                "ADD" => edit.Values.Aggregate(before, (c, value) => c.AddHeader(edit.Name, value)),
                _ => before.Header(edit.Name, [.. edit.Values]),
            });
        }

        change = said.Objects("modify_query").Aggregate(change, (c, m) => Parameter(m, (name, values) => c.Query(name, values), c.RemoveQuery));
        change = said.Objects("modify_form").Aggregate(change, (c, m) => Parameter(m, (name, values) => c.Form(name, values), c.RemoveForm));
        change = said.Objects("modify_json").Aggregate(change, (c, m) => IsText(m)
            ? throw WireErrors.Together(m.FieldOf("type"), "JSON is not changed as a text here.", "Use modify_text.")
            : Json(m, (s, v) => c.Json(s, v), c.RemoveJson, (s, v) => c.JsonMember(s, v), c.RemoveJsonMember));
        return said.Objects("modify_text").Aggregate(change, (c, m) => m.Text("type") is "KEY" or "JSONPATH"
            ? throw WireErrors.Together(m.FieldOf("type"), "A text has neither keys nor paths.", "Use TEXT or REGEX, or modify_json.")
            : Text(m, c.ReplaceText, c.ReplaceRegex));
    }

    private static ResponseModification ReadResponse(WireObject said, ResponseModification change)
    {
        change = said.Objects("modifications").Aggregate(change, (c, m) => IsText(m) ? Text(m, c.ReplaceText, c.ReplaceRegex) : Json(m, (s, v) => c.Json(s, v), c.RemoveJson, (s, v) => c.JsonMember(s, v), c.RemoveJsonMember));
        change = said.Integer("status") is { } status ? said.At("status", () => change.Status(status)) : change;
        change = said.Seconds("delay_sec") is { } delay ? said.At("delay_sec", () => change.Delay(delay)) : change;
        foreach (HeaderEdit edit in HeaderMapping.Read(said, "headers"))
        {
            ResponseModification before = change;
            change = WireObject.At(edit.Field, null, () => edit.Action switch
            {
                "DELETE" => before.RemoveHeader(edit.Name),
                "ADD" => edit.Values.Aggregate(before, (c, value) => c.AddHeader(edit.Name, value)),
                _ => before.Header(edit.Name, [.. edit.Values]),
            });
        }

        return change;
    }

    private static T Parameter<T>(WireObject said, Func<string, string[], T> put, Func<string, T> remove)
    {
        if (said.Text("type") is { } type and not "KEY")
        {
            throw WireErrors.Together(said.FieldOf("type"), $"A parameter is not selected by a {type}.", "Use KEY, or modify_json and modify_text.");
        }

        string name = said.Text("selector")!;
        return Value(said) is { } value ? said.At("value", () => put(name, [.. Texts(said, value)])) : said.At("selector", () => remove(name));
    }

    private static T Json<T>(WireObject said, Func<string, object?, T> putPath, Func<string, T> removePath, Func<string, object?, T> putMember, Func<string, T> removeMember)
    {
        string selector = said.Text("selector")!;
        bool isPath = said.Text("type") == "JSONPATH";
        return said.At("selector", () => Value(said) is { } value
            ? (isPath ? putPath(selector, value) : putMember(selector, value))
            : (isPath ? removePath(selector) : removeMember(selector)));
    }

    private static bool IsText(WireObject said) => said.Text("type") is "TEXT" or "REGEX";

    private static T Text<T>(WireObject said, Func<string, string, T> text, Func<string, string, T> regex)
    {
        string selector = said.Text("selector")!;
        string replacement = Value(said) switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } value => value.GetString()!,
            _ => throw WireErrors.Together(said.FieldOf("value"), "The value for a text is none.", "Give a text."),
        };
        return said.At("selector", () => said.Text("type") == "REGEX" ? regex(selector, replacement) : text(selector, replacement));
    }

    // null is a value; a member that is not there is none.
    private static JsonElement? Value(WireObject said) => (said.Text("action"), said.Json("value")) switch
    {
        ("PUT", null) => throw WireErrors.Together(said.Field, "PUT has no value.", "Give 'value'."),
        ("PUT", { } value) => value,

        // Clients that write all their members write null here.
        (_, null or { ValueKind: JsonValueKind.Null }) => null,
        _ => throw WireErrors.Together(said.Field, "DELETE has a value.", "Leave 'value' out."),
    };

    private static IEnumerable<string> Texts(WireObject said, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(v => v.ValueKind == JsonValueKind.Array ? throw NotText(said) : Texts(said, v)),
        JsonValueKind.Object or JsonValueKind.Null => throw NotText(said),
        _ => [WireObject.TextOf(value)!],
    };

    private static ControlException NotText(WireObject said) =>
        WireErrors.Together(said.FieldOf("value"), "The value of a parameter is an object, null, or a list of such.", "Give a text, a number, true or false, or a list of them.");
}
