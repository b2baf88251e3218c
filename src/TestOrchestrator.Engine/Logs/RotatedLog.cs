using System.Globalization;

namespace TestOrchestrator.Engine.Logs;

/// <summary>
/// Reads a log that is still written to, across rotations: the file that was begun is read to its end wherever it was moved to
/// (<c>server.log.1</c>, <c>.2</c>, …), then the one after it. Not thread-safe.
/// </summary>
internal sealed class RotatedLog : IDisposable
{
    private const int Current = 0;
    private const int Deleted = -1;

    private readonly string _path;
    private readonly Func<FileStream?> _openFirst;
    private FileStream? _file;

    private RotatedLog(string path, bool isNew)
    {
        _path = path;
        _openFirst = isNew ? TryOpenOldest : () => TryOpen(Current);
    }

    /// <summary>Opens a log. It may not be there yet.</summary>
    public static RotatedLog FromItsBeginning(string path) => new(path, isNew: false);

    /// <summary>Opens a log behind what it holds now. It may not be there yet.</summary>
    public static RotatedLog FromItsEnd(string path)
    {
        // One that is not there yet may have been rotated several times when it is looked at first.
        RotatedLog log = new(path, isNew: true);
        log._file = log.TryOpen(Current) ?? log.TryOpen(Current + 1);
        log._file?.Seek(0, SeekOrigin.End);
        return log;
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>How much; 0 if there is nothing more at the moment.</returns>
    public int Read(Span<byte> buffer)
    {
        while ((_file ??= _openFirst()) is { } file)
        {
            // Where it is comes first: what was moved away is not written to any more, so that its end is the end.
            int number = NumberOf(file);
            if (file.Read(buffer) is > 0 and int read)
            {
                return read;
            }

            if (number == Current || TryOpenAfter(number) is not { } next)
            {
                return 0;
            }

            file.Dispose();
            _file = next;
        }

        return 0;
    }

    public void Dispose() => _file?.Dispose();

    private FileStream? TryOpenAfter(int number)
    {
        int after = number == Deleted ? Oldest() : number - 1;

        // Moved on in the very moment: the next look finds it.
        return TryOpen(after) is not { } next ? null
            : number == Deleted || NumberOf(_file!) == number ? next
            : Disposed(next);
    }

    private static FileStream? Disposed(FileStream file)
    {
        file.Dispose();
        return null;
    }

    // What is moved on in the very moment would be passed over: then it is looked for again.
    private FileStream? TryOpenOldest()
    {
        while (true)
        {
            int number = Oldest();
            FileStream? oldest = TryOpen(number);
            if (oldest is null ? number == Current : NumberOf(oldest) == number && !File.Exists(Numbered(number + 1)))
            {
                return oldest;
            }

            oldest?.Dispose();
        }
    }

    private int Oldest()
    {
        int oldest = Current;
        while (File.Exists(Numbered(oldest + 1)))
        {
            oldest++;
        }

        return oldest;
    }

    // The kernel knows where an open file is by now: /x/server.log.2, or "/x/server.log (deleted)".
    private int NumberOf(FileStream file)
    {
        // Only its name counts: the path may lead through links, and it stays in its directory.
        string? now = Path.GetFileName(new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget);
        string name = Path.GetFileName(_path);
        return now == name ? Current
            : now is not null && now.StartsWith($"{name}.", StringComparison.Ordinal) && int.TryParse(now.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out int number) ? number
            : Deleted;
    }

    private FileStream? TryOpen(int number)
    {
        try
        {
            return new(Numbered(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string Numbered(int number) => number == Current ? _path : string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
