using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>A change of one parameter, of what is selected in JSON, or of a text. Immutable.</summary>
public sealed record ModificationDefinition
{
    /// <summary>
    /// Gets the name of a parameter or of a member of the outermost object, a JSONPath (RFC 9535), or what is replaced in a text.
    /// </summary>
    public required string Selector { get; init; }

    /// <summary>Gets what the selector is: <c>KEY</c>; for JSON also <c>JSONPATH</c>; for texts <c>TEXT</c> or <c>REGEX</c>.</summary>
    /// <value>The default is <c>KEY</c>, in <see cref="RequestDefinition.ModifyText"/> <c>TEXT</c>.</value>
    public string? Type { get; init; }

    /// <summary>Gets what is done: <c>PUT</c> or <c>DELETE</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Gets the value for <c>PUT</c>.</summary>
    /// <value>The default is <see langword="null"/>: none, for <c>DELETE</c>.</value>
    public JsonElement? Value { get; init; }

    /// <summary>Puts a value in place of what a JSONPath selects.</summary>
    /// <param name="path">The JSONPath.</param>
    /// <param name="value">The value as JSON.</param>
    public static ModificationDefinition PutJson(string path, JsonElement value) => new() { Selector = path, Type = "JSONPATH", Action = "PUT", Value = value };

    /// <summary>Removes what a JSONPath selects.</summary>
    /// <param name="path">The JSONPath.</param>
    public static ModificationDefinition DeleteJson(string path) => new() { Selector = path, Type = "JSONPATH", Action = "DELETE" };

    /// <summary>Replaces a text wherever it occurs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="replacement">What takes its place.</param>
    public static ModificationDefinition ReplaceText(string text, string replacement) => new() { Selector = text, Type = "TEXT", Action = "PUT", Value = Json(replacement) };

    /// <summary>Replaces whatever a regular expression fits.</summary>
    /// <param name="regex">An expression of .NET without lookarounds, backreferences and atomic groups.</param>
    /// <param name="replacement">What takes its place, in which <c>$1</c> is a group, and <c>$$</c> a dollar.</param>
    public static ModificationDefinition ReplaceRegex(string regex, string replacement) => new() { Selector = regex, Type = "REGEX", Action = "PUT", Value = Json(replacement) };

    private static JsonElement Json(string text) => JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"").RootElement;
}
