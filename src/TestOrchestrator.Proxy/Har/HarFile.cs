using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Files;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Writes exchanges as HAR 1.2.</summary>
internal static class HarFile
{
    // For people who open the file in an editor; it is never part of a page.
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(string path, IReadOnlyList<RecordedExchange> exchanges, ProxySessionOptions session, CancellationToken cancellationToken)
    {
        FrozenSet<string> redacted = session.RedactedHeaders.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

        // What it holds may be secret in other ways than headers: for its owner only.
        return AtomicFile.WriteAsync(path, file => WriteAsync(file, exchanges, redacted, cancellationToken), AtomicFile.OwnerOnly);
    }

    private static async Task WriteAsync(Stream file, IReadOnlyList<RecordedExchange> exchanges, FrozenSet<string> redacted, CancellationToken cancellationToken)
    {
        Utf8JsonWriter json = new(file, s_format);
        await using (json.ConfigureAwait(false))
        {
            HarEntry entry = new(json, redacted);
            json.WriteStartObject();
            json.WriteStartObject("log");
            json.WriteString("version", "1.2");
            json.WriteStartObject("creator");
            json.WriteString("name", "TestOrchestrator");
            json.WriteString("version", typeof(HarFile).Assembly.GetName().Version?.ToString(3) ?? "0");
            json.WriteEndObject();
            json.WriteStartArray("pages");
            json.WriteEndArray();
            json.WriteStartArray("entries");
            foreach (RecordedExchange exchange in exchanges.Where(e => !IsTunnel(e)).OrderBy(e => e.Timings.StartedAt).ThenBy(e => e.Number))
            {
                entry.Write(exchange);

                // An entry at a time, so that 64 MB of bodies are not all in memory once more.
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteStartArray("_tunnels");
            foreach (RecordedExchange tunnel in exchanges.Where(IsTunnel))
            {
                entry.WriteTunnel(tunnel);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsTunnel(RecordedExchange exchange) => exchange.Request.Method == "CONNECT";
}
