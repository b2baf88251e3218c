using System.Collections.Immutable;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Changes of a body that is text, in its charset. What is not replaced keeps its bytes.</summary>
internal static class TextEdit
{
    /// <summary>Makes the changes in their order, each of which sees what those before it left.</summary>
    /// <param name="body">The body without content coding.</param>
    /// <param name="mediaType">The content type, which names the charset; else it is UTF-8.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="problem">Why they cannot be made.</param>
    /// <returns>The body with the changes; as it was when there is a problem.</returns>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body, string? mediaType, ImmutableArray<TextChange> changes, out ModificationProblem? problem)
    {
        if (BodyCharset.Of(mediaType) is not { } charset)
        {
            problem = ModificationProblems.UnknownCharset(mediaType);
            return body;
        }

        Encoding strict = BodyCharset.Strict(charset);
        try
        {
            string old = strict.GetString(body.Span);
            string? text = Apply(old, changes);
            problem = text is null ? ModificationProblems.GrowsTooLarge(BodyEdit.MaxBytes) : null;
            return text is null || text == old ? body : strict.GetBytes(text);
        }
        catch (DecoderFallbackException invalid)
        {
            problem = ModificationProblems.NotText(charset.WebName, invalid);
        }
        catch (EncoderFallbackException missing)
        {
            problem = ModificationProblems.NotInCharset(charset.WebName, missing);
        }

        return body;
    }

    private static string? Apply(string text, ImmutableArray<TextChange> changes)
    {
        // A mark of the byte order is no text: expressions that begin at the start begin behind it.
        string mark = text.StartsWith('\uFEFF') ? text[..1] : "";
        string? changed = text[mark.Length..];
        foreach (TextChange change in changes)
        {
            changed = changed is null ? null : change.Apply(changed, BodyEdit.MaxBytes);
        }

        return changed is null ? null : mark + changed;
    }
}
