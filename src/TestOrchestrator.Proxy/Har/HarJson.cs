using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TestOrchestrator.Proxy.Har;

/// <summary>JSON that a file holds as such. Only what is the same text when it is read again is written so.</summary>
internal static class HarJson
{
    // The same escapes as in the file.
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a text is an object or array, written without blanks.</summary>
    public static bool IsCompact(string text)
    {
        if (text is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_strict);
            return Compact(document.RootElement) == text;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public static string Compact(JsonElement json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, s_compact))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
