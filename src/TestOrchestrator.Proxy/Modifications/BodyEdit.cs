using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>A body after its changes, without content coding.</summary>
/// <param name="Body">The body; empty when a problem is for the whole message.</param>
/// <param name="Problems">What could not be changed.</param>
internal readonly record struct BodyEdit(ReadOnlyMemory<byte> Body, ImmutableArray<ModificationProblem> Problems)
{
    /// <summary>How long a body may be, coded or not, in bytes: it is held in memory to be changed.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>What stands in the way of changing the body, as far as the head of the message tells.</summary>
    public static ModificationProblem? Obstacle(RecordedHeaders headers, BodyChanges changes, long? length)
    {
        string? type = headers["Content-Type"];
        string? codings = headers["Content-Encoding"];
        return StreamedBody.Kind(type) is { } stream ? ModificationProblems.Streams(stream)
            : !changes.Form.IsEmpty && FormType.Of(headers) != FormKind.UrlEncoded ? ModificationProblems.WrongKind(type, "a form")
            : !changes.Json.IsEmpty && !JsonType.MayBe(headers) ? ModificationProblems.WrongKind(type, "JSON")
            : !changes.Text.IsEmpty && !TextType.MayBe(headers) ? ModificationProblems.WrongKind(type, "text")
            : length > MaxBytes ? ModificationProblems.TooLarge(MaxBytes)
            : !ContentCoding.IsKnown(codings) ? ModificationProblems.Coding(codings)
            : null;
    }

    /// <summary>Changes a whole body for which there was no <see cref="Obstacle"/>.</summary>
    public static BodyEdit Apply(ReadOnlyMemory<byte> body, RecordedHeaders headers, BodyChanges changes)
    {
        string? codings = headers["Content-Encoding"];
        if (!ContentCoding.TryDecode(body, codings, out ReadOnlyMemory<byte> decoded))
        {
            return new BodyEdit(default, [ModificationProblems.Coding(codings)]);
        }

        if (decoded.Length > MaxBytes)
        {
            return new BodyEdit(default, [ModificationProblems.TooLarge(MaxBytes)]);
        }

        BodyEdit edit = new(decoded, []);
        if (!changes.Form.IsEmpty)
        {
            edit = edit with { Body = ParameterEdit.ApplyToForm(decoded.Span, changes.Form) };
        }
        else if (!changes.Json.IsEmpty)
        {
            edit = OfJson(decoded, headers, changes.Json);
        }

        return changes.Text.IsEmpty || edit.Problems.Any(p => p.IsWhole) ? edit : edit.WithText(headers["Content-Type"], changes.Text);
    }

    private static BodyEdit OfJson(ReadOnlyMemory<byte> decoded, RecordedHeaders headers, ImmutableArray<JsonChange> changes)
    {
        if (decoded.IsEmpty)
        {
            return new BodyEdit(default, [ModificationProblems.NotJson("it is empty")]);
        }

        if (!JsonType.IsLikely(headers, decoded.Span))
        {
            return new BodyEdit(default, [ModificationProblems.WrongKind(contentType: null, "JSON")]);
        }

        JsonEdit edit = JsonEdit.Apply(decoded, changes);
        return new BodyEdit(edit.Json, edit.Problems);
    }

    private BodyEdit WithText(string? mediaType, ImmutableArray<TextChange> changes)
    {
        ReadOnlyMemory<byte> text = TextEdit.Apply(Body, mediaType, changes, out ModificationProblem? problem);
        return problem is { } whole ? new BodyEdit(default, [whole]) : this with { Body = text };
    }

    /// <summary>Opens the body to be sent.</summary>
    public Stream Open() => MemoryMarshal.TryGetArray(Body, out ArraySegment<byte> bytes)
        ? new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(Body.ToArray(), writable: false);
}
