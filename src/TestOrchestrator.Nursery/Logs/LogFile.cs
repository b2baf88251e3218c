using System.Globalization;
using System.Text;

namespace TestOrchestrator.Nursery.Logs;

/// <summary>A log that is stamped and rotated line by line. Not thread-safe.</summary>
/// <remarks>A stamp is RFC 3339 in UTC with nanoseconds, such as <c>2026-01-31T12:00:00.123456789Z</c>, and a blank.</remarks>
internal sealed class LogFile(string path, LogOptions options) : IDisposable
{
    // A line that never ends must not keep a file from being rotated.
    private const int LongestFile = 2;

    private readonly byte[] _stamp = new byte[LogStamp.Size];
    private FileStream? _file;
    private bool _inLine;
    private long _lost;

    /// <summary>Appends output as it came: parts of lines, or many.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        while (output.Length > 0)
        {
            int end = output.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? output : output[..(end + 1)];
            if (!TryWrite(part))
            {
                // Each attempt takes a while, and the process waits for it: the rest of what came goes, too.
                _lost += output.Length;
                _inLine = output[^1] != (byte)'\n';
                return;
            }

            output = output[part.Length..];
            _inLine = end < 0;
        }
    }

    /// <summary>Closes the file, and tells what was lost if there is room by now.</summary>
    public void Dispose()
    {
        if (_lost > 0)
        {
            _ = TryWrite([]);
        }

        _file?.Dispose();
        _file = null;
    }

    private bool TryWrite(ReadOnlySpan<byte> part)
    {
        try
        {
            FileStream file = Open();
            TellLoss(file);
            if (options.Timestamps && !_inLine && part.Length > 0)
            {
                LogStamp.Write(_stamp);
                file.Write(_stamp);
            }

            file.Write(part);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the directory is gone. The process must not be held up for it; what was lost is told when there is room again.
            return false;
        }
    }

    private void TellLoss(FileStream file)
    {
        if (_lost > 0)
        {
            file.Write(Encoding.UTF8.GetBytes($"\n[testorchestrator] {_lost} bytes of output were lost here: the file could not be written.\n"));
            _lost = 0;
        }
    }

    private FileStream Open()
    {
        if (_file is { } current && options.MaxBytes > 0 && current.Length >= options.MaxBytes && (!_inLine || current.Length >= LongestFile * options.MaxBytes))
        {
            current.Dispose();
            _file = null;
            Rotate();
        }

        FileStream file = _file ??= new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // Append means where the file ended when it was opened, and others append, too.
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private void Rotate()
    {
        for (int i = options.MaxFiles - 2; i >= 0; i--)
        {
            string from = Numbered(i);
            if (File.Exists(from))
            {
                File.Move(from, Numbered(i + 1), overwrite: true);
            }
        }
    }

    private string Numbered(int number) => number == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.{number}");
}
