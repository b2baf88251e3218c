using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>A JSON text after changes in their order, each of which saw what those before it left.</summary>
/// <param name="Json">The text; as it was when a problem is for the whole message.</param>
/// <param name="Problems">What could not be changed.</param>
internal readonly record struct JsonEdit(ReadOnlyMemory<byte> Json, ImmutableArray<ModificationProblem> Problems)
{
    /// <summary>Makes the changes.</summary>
    /// <param name="body">The text in UTF-8, with or without a mark.</param>
    /// <param name="changes">The changes.</param>
    public static JsonEdit Apply(ReadOnlyMemory<byte> body, ImmutableArray<JsonChange> changes)
    {
        int mark = body.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        ReadOnlyMemory<byte> json = body[mark..];
        List<ModificationProblem> problems = [];
        foreach (JsonChange change in changes)
        {
            if (!JsonReading.TryRead(json.Span, out JsonNode? root, out string? invalid))
            {
                return new JsonEdit(body, [ModificationProblems.NotJson(invalid)]);
            }

            if (!TryApply(change, root, ref json, out ModificationProblem? problem))
            {
                return new JsonEdit(body, [problem!.Value]);
            }

            if (problem is { } omitted)
            {
                problems.Add(omitted);
            }
        }

        return new JsonEdit(mark == 0 ? json : (byte[])[.. Encoding.UTF8.Preamble, .. json.Span], [.. problems]);
    }

    private static bool TryApply(JsonChange change, JsonNode? root, ref ReadOnlyMemory<byte> json, out ModificationProblem? problem)
    {
        try
        {
            json = change.Apply(json, root, out problem);
            return problem is not { IsWhole: true };
        }
        catch (InvalidOperationException notText)
        {
            // A name that is no text: bytes that are no UTF-8, or half of a surrogate pair. Readers notice it only when the name is asked
            // for.
            problem = ModificationProblems.NotJson(notText.Message);
            return false;
        }
    }
}
