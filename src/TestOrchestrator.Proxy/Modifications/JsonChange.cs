using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Puts a value in place of what a path or a name selects, or removes that. Immutable.</summary>
internal sealed record JsonChange
{
    private JsonChange(JsonPath path, string? member, ReadOnlyMemory<byte>? value) => (Path, Member, Value) = (path, member, value);

    public JsonPath Path { get; }

    /// <summary>Gets the name of the member of the root that is meant; <see langword="null"/> when a path was given.</summary>
    public string? Member { get; }

    /// <summary>Gets the new value as JSON; <see langword="null"/> to remove.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    public static JsonChange Put(string path, object? value, JsonSerializerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new JsonChange(JsonPath.Parse(path), member: null, Serialized(value, options));
    }

    public static JsonChange PutMember(string name, object? value, JsonSerializerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new JsonChange(JsonPath.OfMember(name), name, Serialized(value, options));
    }

    public static JsonChange Remove(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        JsonPath parsed = JsonPath.Parse(path);
        return parsed.IsRoot ? throw ModificationErrors.RootRemoved() : new JsonChange(parsed, member: null, value: null);
    }

    public static JsonChange RemoveMember(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new JsonChange(JsonPath.OfMember(name), name, value: null);
    }

    /// <summary>Makes the change.</summary>
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="root">The same text, read.</param>
    /// <param name="problem">Why it could not be made.</param>
    /// <returns>The text with the change; the same text when there was nothing to change.</returns>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, JsonNode? root, out ModificationProblem? problem)
    {
        problem = null;
        if (Member is not null && root is not JsonObject)
        {
            problem = ModificationProblems.RootIsNoObject(Member, KindOf(root));
            return json;
        }

        JsonLocation[] selected = [.. Path.Select(root).Select(n => n.Location).Where(l => Value is not null || l.Parent is not null)];
        if (Value is not { } value)
        {
            return selected.Length == 0 ? json : JsonSplice.Remove(json, selected);
        }

        return selected.Length > 0 ? JsonSplice.Replace(json, selected, value) : JsonCreation.Create(json, root, Path, value, out problem);
    }

    public override string ToString() => Member is null ? Path.Text : $"member '{Member}'";

    /// <summary>What a node is, for messages.</summary>
    public static string KindOf(JsonNode? node) => node switch
    {
        null => "the literal null",
        JsonObject => "an object",
        JsonArray items => $"an array of length {items.Count}",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        },
    };

    private static byte[] Serialized(object? value, JsonSerializerOptions? options) => JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Web);
}
