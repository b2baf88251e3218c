using System.Text;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Har;

/// <summary>A body as a file holds it: as text, or as base64 when it is none. Immutable.</summary>
internal sealed record HarBody
{
    public static HarBody None { get; } = new();

    /// <summary>Gets the text, or the bytes in base64.</summary>
    /// <value><see langword="null"/> when the file does not hold the body.</value>
    public string? Text { get; init; }

    public bool IsBase64 { get; init; }

    /// <summary>
    /// Gets a value indicating whether the text is JSON that the file holds as such (<c>_json</c>), so that it is compared line by line.
    /// </summary>
    public bool IsJson { get; init; }

    /// <summary>Gets the file beside this one that holds the body (<c>_file</c>), with <c>/</c> between its parts.</summary>
    /// <value><see langword="null"/> when it is in this one.</value>
    public string? File { get; init; }

    /// <summary>Gets how much of the body the file holds (<c>_capture</c>).</summary>
    public BodyCapture Capture { get; init; }

    /// <summary>
    /// The bytes, those of a text in the charset that its type names, else in UTF-8; empty when the file does not hold them.
    /// </summary>
    public byte[] Bytes(string mimeType) =>
        Text is null ? [] : IsBase64 ? Convert.FromBase64String(Text) : (BodyCharset.Of(mimeType) ?? Encoding.UTF8).GetBytes(Text);
}
