using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Files;
using TestOrchestrator.Proxy.Har;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>A recording on disk: a HAR file, and beside it a directory with the bodies that are long.</summary>
internal sealed record RecordingFile
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int Format = 1;

    // What is longer hides in a file of its own, so that the rest can be read.
    private const int LongestInside = 64 * 1024;

    public required string Path { get; init; }

    public DateTimeOffset? RecordedAt { get; init; }

    public string? Version { get; init; }

    public ImmutableArray<HarEntry> Entries { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether there is no such file: what it holds was given, and what is recorded is handed over.
    /// </summary>
    public bool IsInMemory { get; init; }

    /// <summary>
    /// The file for a version: of <c>Test.har</c> and <c>Test@2.3.har</c> the one with the highest version that is not above it.
    /// </summary>
    public static string For(string file, Version? version)
    {
        string full = System.IO.Path.GetFullPath(file);
        string? directory = System.IO.Path.GetDirectoryName(full);
        if (version is null || !Directory.Exists(directory))
        {
            return full;
        }

        string stem = System.IO.Path.GetFileNameWithoutExtension(full);
        string extension = System.IO.Path.GetExtension(full);
        return Directory.EnumerateFiles(directory)
            .Select(f => (File: f, Name: System.IO.Path.GetFileName(f)))
            .Where(f => f.Name.StartsWith($"{stem}@", StringComparison.Ordinal) && f.Name.EndsWith(extension, StringComparison.Ordinal))
            .Select(f => (f.File, Version: System.Version.TryParse(f.Name[(stem.Length + 1)..^extension.Length], out Version? of) ? of : null))
            .Where(f => f.Version is not null && f.Version <= version)
            .OrderByDescending(f => f.Version)
            .Select(f => f.File)
            .FirstOrDefault(full);
    }

    /// <exception cref="ProxyException">TO2641, TO2260 to TO2262: the file cannot be read.</exception>
    public static async Task<RecordingFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new RecordingFile { Path = path };
        }

        return Of(path, await HarFile.ReadAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What a HAR log records.</summary>
    /// <exception cref="ProxyException">TO2641: it has a newer format.</exception>
    public static RecordingFile Of(string path, HarLog log)
    {
        if (log.Facts?.Number("recording") is > Format and long newer)
        {
            throw RecordingErrors.Unreadable(path, $"it has format {newer}, and this version reads up to {Format}. Use a newer version, or record anew.");
        }

        // A file of another program is as old as its newest entry.
        DateTimeOffset? recordedAt = log.Facts?.Text("recordedAt") is { } text && HarTime.TryRead(text, out DateTimeOffset time) ? time
            : log.Entries.IsEmpty ? null
            : log.Entries.Max(e => e.StartedDateTime);
        return new RecordingFile { Path = path, RecordedAt = recordedAt, Version = log.Facts?.Text("version"), Entries = log.Entries };
    }

    /// <summary>Reads a body, which may be in a file of its own.</summary>
    /// <exception cref="ProxyException">TO2643: that file cannot be read.</exception>
    public byte[] Read(HarBody body, string mimeType)
    {
        if (body.File is not { } name)
        {
            return body.Bytes(mimeType);
        }

        if (IsInMemory)
        {
            throw RecordingErrors.BodyMissing(Path, name, "there are no files beside it.");
        }

        string directory = System.IO.Path.GetDirectoryName(Path)!;
        string file = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, name));
        if (!file.StartsWith(directory + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw RecordingErrors.BodyMissing(Path, name, "it is not beside the recording.");
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw RecordingErrors.BodyMissing(Path, name, unreadable.Message);
        }
    }

    /// <summary>Writes the recording: what it needs first, itself last, and then removes what it needs no longer.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        string bodies = $"{System.IO.Path.GetFileNameWithoutExtension(Path)}.bodies";
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, bodies);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        HarLog log = Log() with
        {
            Entries = [.. Entries.Select(e => e with
            {
                Request = e.Request.PostData is { } post ? e.Request with { PostData = post with { Body = Outside(post.Body, post.MimeType, bodies, beside) } } : e.Request,
                Response = e.Response with { Content = e.Response.Content with { Body = Outside(e.Response.Content.Body, e.Response.Content.MimeType, bodies, beside) } },
            })],
        };
        await AtomicFile.WriteAsync(Path, file => HarFile.WriteAsync(file, log, cancellationToken), AtomicFile.Everyone).ConfigureAwait(false);
        Clean(beside, [.. log.Entries.SelectMany(e => new[] { e.Request.PostData?.Body.File, e.Response.Content.Body.File }).OfType<string>().Select(f => System.IO.Path.GetFileName(f))]);
    }

    /// <summary>The recording as HAR, with all bodies in it.</summary>
    public async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        using MemoryStream text = new();
        await HarFile.WriteAsync(text, Log(), cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private HarLog Log() => new()
    {
        Creator = HarCreator.Own with { Version = Format.ToString(CultureInfo.InvariantCulture) },
        Facts = new HarFacts { Members = [.. Facts()] },
        Entries = Entries,
    };

    private IEnumerable<KeyValuePair<string, JsonNode?>> Facts()
    {
        yield return new("recording", Format);
        yield return new("recordedAt", HarTime.Text(RecordedAt ?? default));
        if (Version is not null)
        {
            yield return new("version", Version);
        }
    }

    private static HarBody Outside(HarBody body, string mimeType, string bodies, string beside)
    {
        if (body.Text is not { Length: > LongestInside })
        {
            return body;
        }

        byte[] bytes = body.Bytes(mimeType);
        string extension = body.IsJson ? "json" : body.IsBase64 ? "bin" : "txt";
        string name = $"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.{extension}";
        Directory.CreateDirectory(beside);
        AtomicFile.Write(System.IO.Path.Combine(beside, name), bytes, AtomicFile.Everyone);
        return new HarBody { File = $"{bodies}/{name}", IsBase64 = body.IsBase64 };
    }

    private static void Clean(string beside, HashSet<string> needed)
    {
        if (Directory.Exists(beside))
        {
            foreach (string file in Directory.EnumerateFiles(beside).Where(f => !needed.Contains(System.IO.Path.GetFileName(f))).ToArray())
            {
                File.Delete(file);
            }

            if (needed.Count == 0 && !Directory.EnumerateFileSystemEntries(beside).Any())
            {
                Directory.Delete(beside);
            }
        }
    }
}
