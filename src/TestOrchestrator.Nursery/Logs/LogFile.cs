using System.Buffers;
using System.Globalization;
using System.Text;

namespace TestOrchestrator.Nursery.Logs;

/// <summary>A log that is stamped and rotated line by line. Not thread-safe.</summary>
/// <remarks>A stamp is RFC 3339 in UTC with nanoseconds, such as <c>2026-01-31T12:00:00.123456789Z</c>, and a blank.</remarks>
internal sealed class LogFile(string path, LogOptions options) : IDisposable
{
    // A line that never ends must not keep a file from being rotated.
    private const int LongestFile = 2;

    // How much is gathered before it is written: a system call for each line would be most of the work.
    private const int Block = 64 * 1024;

    private readonly byte[] _stamp = new byte[LogStamp.Size];
    private readonly ArrayBufferWriter<byte> _block = new(Block);
    private FileStream? _file;
    private bool _inLine;
    private long _lost;

    /// <summary>
    /// Appends output as it came: parts of lines, or many. The lines of one call came at one time, and are stamped with it.
    /// </summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        if (options.Timestamps)
        {
            LogStamp.Write(_stamp);
        }

        while (output.Length > 0)
        {
            int written = TryWriteBlock(output);
            if (written < 0)
            {
                // Each attempt takes a while, and the process waits for it: the rest of what came goes, too.
                _lost += output.Length;
                _inLine = output[^1] != (byte)'\n';
                return;
            }

            output = output[written..];
        }
    }

    /// <summary>Closes the file, and tells what was lost if there is room by now.</summary>
    public void Dispose()
    {
        if (_lost > 0)
        {
            _ = TryWriteBlock([]);
        }

        _file?.Dispose();
        _file = null;
    }

    /// <returns>How much of the output was written; -1 when it could not be.</returns>
    private int TryWriteBlock(ReadOnlySpan<byte> output)
    {
        try
        {
            FileStream file = Open(out long room);
            int taken = Gather(output, Math.Min(room, Block));
            file.Write(_block.WrittenSpan);
            _lost = 0;
            return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the directory is gone. The process must not be held up for it; what was lost is told when there is room
            // again.
            return -1;
        }
    }

    // Lines until there is no more room; the last may be longer. Never nothing.
    private int Gather(ReadOnlySpan<byte> output, long room)
    {
        _block.ResetWrittenCount();
        if (_lost > 0)
        {
            _block.Write(Encoding.UTF8.GetBytes($"\n[testorchestrator] {_lost} bytes of output were lost here: the file could not be written.\n"));
        }

        int taken = 0;
        while (taken < output.Length && (taken == 0 || _block.WrittenCount < room))
        {
            int end = output[taken..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? output[taken..] : output.Slice(taken, end + 1);
            if (options.Timestamps && !_inLine)
            {
                _block.Write(_stamp);
            }

            _block.Write(part);
            taken += part.Length;
            _inLine = end < 0;
        }

        return taken;
    }

    private FileStream Open(out long room)
    {
        if (_file is { } current && options.MaxBytes > 0 && current.Length >= options.MaxBytes && (!_inLine || current.Length >= LongestFile * options.MaxBytes))
        {
            current.Dispose();
            _file = null;
            Rotate();
        }

        FileStream file = _file ??= new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // Append means where the file ended when it was opened, and others append, too.
        long length = file.Seek(0, SeekOrigin.End);
        room = options.MaxBytes > 0 ? options.MaxBytes - length : long.MaxValue;
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
