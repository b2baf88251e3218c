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
            output = output[part.Length..];
            TryWrite(part);
            _inLine = end < 0;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void TryWrite(ReadOnlySpan<byte> part)
    {
        try
        {
            FileStream file = Open();
            TellLoss(file);
            if (options.Timestamps && !_inLine)
            {
                LogStamp.Write(_stamp);
                file.Write(_stamp);
            }

            file.Write(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the directory is gone. The process must not be held up for it; what was lost is told when there is room again.
            _lost += part.Length;
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

        return _file ??= new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
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
