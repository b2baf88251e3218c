using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TestOrchestrator.Proxy.Files;

namespace TestOrchestrator.Proxy.Har;

/// <summary>HAR 1.2 files. Thread-safe.</summary>
internal static class HarFile
{
    /// <summary>How long a file may be that is read, in bytes (256 MB): it is in memory while it is.</summary>
    public const long MaxLength = 256 * 1024 * 1024;

    // For people who open the file in an editor; it is never part of a page.
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What it holds may be secret in ways that nobody named: for its owner only.
    public static Task WriteAsync(string path, HarExport contents, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, file => WriteAsync(file, contents, cancellationToken), AtomicFile.OwnerOnly);

    public static Task WriteAsync(string path, HarLog log, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, file => WriteAsync(file, log, cancellationToken), AtomicFile.OwnerOnly);

    public static Task WriteAsync(Stream file, HarLog log, CancellationToken cancellationToken) =>
        WriteAsync(file, log.Creator, log.Facts, log.Entries, log.Tunnels, cancellationToken);

    public static async Task<string> TextAsync(HarExport contents, CancellationToken cancellationToken)
    {
        using MemoryStream text = new();
        await WriteAsync(text, contents, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Reads a file of ours or of any other program.</summary>
    /// <exception cref="ProxyException">
    /// TO2260: the file cannot be read. TO2261: it is not JSON. TO2262: it is not HAR, with all that is wrong about it.
    /// </exception>
    public static async Task<HarLog> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
            await using (file.ConfigureAwait(false))
            {
                if (file.Length > MaxLength)
                {
                    throw HarErrors.TooLong(path, file.Length);
                }

                return await ReadAsync(path, file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw HarErrors.Unreadable(path, unreadable);
        }
    }

    /// <summary>Reads what a file holds.</summary>
    /// <param name="name">Names the file in messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<HarLog> ReadAsync(string name, Stream file, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
            return HarReader.Read(name, document.RootElement);
        }
        catch (InvalidOperationException invalid)
        {
            // That is how the platform says that a name of a field has half a character.
            throw HarErrors.NotText(name, invalid);
        }
        catch (JsonException invalid)
        {
            throw HarErrors.NotJson(name, invalid);
        }
    }

    private static Task WriteAsync(Stream file, HarExport contents, CancellationToken cancellationToken) =>
        WriteAsync(file, HarCreator.Own, facts: null, contents.Entries(), contents.Tunnels(), cancellationToken);

    private static async Task WriteAsync(
        Stream file, HarCreator creator, HarFacts? facts, IEnumerable<HarEntry> entries, IEnumerable<HarTunnel> tunnels, CancellationToken cancellationToken)
    {
        Utf8JsonWriter json = new(file, s_format);
        await using (json.ConfigureAwait(false))
        {
            HarWriter har = new(json);
            har.WriteStart(creator, facts);
            foreach (HarEntry entry in entries)
            {
                har.WriteEntry(entry);
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            har.WriteEnd(tunnels);
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
