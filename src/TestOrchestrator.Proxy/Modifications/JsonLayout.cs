using System.Text.Json;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Finds where the values of a JSON text are written. The text has been read before, so that it is JSON.</summary>
internal static class JsonLayout
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = JsonReading.MaxDepth };

    /// <summary>The outermost value, without what is around it.</summary>
    public static ByteSpan Root(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, s_options);
        reader.Read();
        return Value(ref reader, offset: 0);
    }

    /// <summary>
    /// The members of an object or the items of an array as they are written, members with the same name too; none for other values.
    /// </summary>
    public static List<JsonChild> Children(ReadOnlySpan<byte> json, ByteSpan container)
    {
        Utf8JsonReader reader = new(json[container.Start..container.End], s_options);
        List<JsonChild> children = [];
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return children;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            int start = container.Start + (int)reader.TokenStartIndex;
            string? name = null;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString();
                reader.Read();
            }

            ByteSpan value = Value(ref reader, container.Start);
            children.Add(new JsonChild(name, new ByteSpan(start, value.End), value));
        }

        return children;
    }

    /// <summary>Where the value of a location is written.</summary>
    public static ByteSpan Find(ReadOnlySpan<byte> json, JsonLocation location)
    {
        ByteSpan found = Root(json);
        foreach (JsonLocation step in location.Way())
        {
            List<JsonChild> children = Children(json, found);

            // Of members with the same name the last one counts.
            found = (step.Name is null ? children[step.Index] : children.FindLast(c => c.Name == step.Name)).Value;
        }

        return found;
    }

    private static ByteSpan Value(ref Utf8JsonReader reader, int offset)
    {
        int start = offset + (int)reader.TokenStartIndex;
        reader.Skip();
        return new ByteSpan(start, offset + (int)reader.BytesConsumed);
    }
}
