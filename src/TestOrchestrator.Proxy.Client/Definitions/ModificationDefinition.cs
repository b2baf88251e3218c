using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>A change of one parameter, or of what is selected in JSON. Immutable.</summary>
public sealed record ModificationDefinition
{
    /// <summary>Gets the name of a parameter or of a member of the outermost object, or a JSONPath (RFC 9535).</summary>
    public required string Selector { get; init; }

    /// <summary>Gets what the selector is: <c>KEY</c> or, for JSON only, <c>JSONPATH</c>.</summary>
    /// <value>The default is <c>KEY</c>.</value>
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
}
