using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>
/// A call of a recording that is replayed, its stand-ins in the form of the wire. Not thread-safe: guarded by the gate of the recording.
/// </summary>
internal sealed class RecordedCall
{
    private static readonly FrozenSet<string> s_ofTheWay = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Content-Encoding", "Transfer-Encoding");

    public required int Number { get; init; }

    /// <summary>Gets what is in the file.</summary>
    public required HarEntry Entry { get; init; }

    public required RequestKey Key { get; init; }

    /// <summary>Gets the body of the response.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public bool IsUsed_UnderGate { get; set; }

    public static RecordedCall Of(int number, HarEntry entry, RecordingOptions options, Func<HarBody, string, byte[]> read)
    {
        HarRequest request = entry.Request;
        byte[] sent = request.PostData is { } post ? Wired(post.Body, read(post.Body, post.MimeType)) : [];
        RequestHead head = new(request.Method, UntouchedUri.Of(RecordingSecrets.ToWire(HarUrl.OnWire(request.Url))), Headers(request.Headers, request.PostData?.MimeType), request.HttpVersion);
        HarContent content = entry.Response.Content;
        return new RecordedCall
        {
            Number = number,
            Entry = entry,
            Key = RequestKey.Of(new RecordedRequest(head, new RecordedBody(sent, sent.Length, BodyCapture.Whole)), options),
            Body = Wired(content.Body, read(content.Body, content.MimeType)),
        };
    }

    /// <summary>
    /// Headers as they are on the wire, without those that say how the body was carried: in a file it is whole and without coding. Other
    /// programs list them all the same.
    /// </summary>
    public static RecordedHeaders Headers(IEnumerable<HarPair> headers, string? mimeType = null)
    {
        KeyValuePair<string, string>[] wired = [.. headers.Where(h => !h.Name.StartsWith(':') && !s_ofTheWay.Contains(h.Name)).Select(h => new KeyValuePair<string, string>(h.Name, RecordingSecrets.ToWire(h.Value)))];
        bool hasType = mimeType is null or "" || wired.Any(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        return new RecordedHeaders(hasType ? wired : [.. wired, new("Content-Type", mimeType!)]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"entry {Number}: {Entry.Request.Method} {Entry.Request.Url} -> {Entry.Response.Status}{(IsUsed_UnderGate ? " (replayed already)" : "")}");

    // Bytes that are no text have no stand-ins.
    private static byte[] Wired(HarBody body, byte[] bytes) => body.IsBase64 ? bytes : Encoding.UTF8.GetBytes(RecordingSecrets.ToWire(Encoding.UTF8.GetString(bytes)));
}
