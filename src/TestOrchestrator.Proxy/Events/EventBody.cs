using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Redaction;

namespace TestOrchestrator.Proxy.Events;

/// <summary>Writes bodies and messages into events, as much of them as the reader asked for.</summary>
internal static class EventBody
{
    private const int PreviewBytes = 4096;

    /// <summary>
    /// Adds the length, and with it the content unless none is wanted: as <c>text</c>, or as <c>base64</c> when it is none.
    /// </summary>
    /// <param name="data">Where to add it.</param>
    /// <param name="length">How long it is, kept or not.</param>
    /// <param name="capture">How much was kept.</param>
    /// <param name="content">Finds the content, free of secrets; called only when it is wanted.</param>
    /// <param name="bodies">How much is wanted.</param>
    public static void AddTo(JsonObject data, long length, BodyCapture capture, Func<ReadableBody> content, EventBodies bodies)
    {
        data["length"] = length;
        if (bodies == EventBodies.None || length == 0)
        {
            return;
        }

        if (capture != BodyCapture.Whole)
        {
            data["capture"] = capture.ToString().ToLowerInvariant();
        }

        ReadableBody readable = content();
        int limit = bodies == EventBodies.Preview ? PreviewBytes : int.MaxValue;
        bool isCut = readable.Text is { } text ? AddText(data, text, limit) : AddBytes(data, readable.Bytes, limit);
        if (isCut)
        {
            data["preview"] = true;
        }
    }

    private static bool AddText(JsonObject data, string text, int limit)
    {
        int kept = CharsWithin(text, limit);
        data["text"] = text[..kept];
        return kept < text.Length;
    }

    private static bool AddBytes(JsonObject data, ReadOnlyMemory<byte> bytes, int limit)
    {
        int kept = Math.Min(bytes.Length, limit);
        data["base64"] = Convert.ToBase64String(bytes.Span[..kept]);
        return kept < bytes.Length;
    }

    // As many characters as fit in so many bytes of UTF-8, none of them cut in two.
    private static int CharsWithin(string text, int limit)
    {
        int bytes = 0;
        int chars = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > limit)
            {
                break;
            }

            // A lone half of a pair is one character, and its replacement is too.
            chars += rune.Utf16SequenceLength;
        }

        return chars;
    }
}
