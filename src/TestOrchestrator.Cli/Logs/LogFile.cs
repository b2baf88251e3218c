using System.Globalization;
using System.Text;

namespace TestOrchestrator.Cli.Logs;

/// <summary>Reads the lines of a log that may still be written to and rotated. Not thread-safe.</summary>
internal sealed class LogFile(string process, string path)
{
    // RFC 3339 in UTC with nanoseconds and a blank: 2026-01-31T12:00:00.123456789Z
    private const int StampLength = 30;

    private readonly StringBuilder _unfinished = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _position;
    private string _stamp = "";

    public string Process => process;

    /// <summary>Reads what was rotated away before, the oldest first. Called once, before anything else.</summary>
    public IReadOnlyList<LogLine> ReadRotated()
    {
        List<LogLine> lines = [];
        string[] rotated = [.. Enumerable.Range(1, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{path}.{i}")).TakeWhile(File.Exists)];
        foreach (string file in rotated.Reverse())
        {
            long from = 0;
            Read(file, ref from, lines);
        }

        return lines;
    }

    /// <summary>Reads the lines that were finished since the last call.</summary>
    public IReadOnlyList<LogLine> ReadNew()
    {
        List<LogLine> lines = [];
        if (File.Exists(path))
        {
            // A file that is shorter than what was read of it is the next one.
            if (new FileInfo(path).Length < _position)
            {
                Read($"{path}.1", ref _position, lines);
                _position = 0;
            }

            Read(path, ref _position, lines);
        }

        return lines;
    }

    private void Read(string file, ref long position, List<LogLine> lines)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(position, SeekOrigin.Begin);
        byte[] bytes = new byte[64 * 1024];
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        for (int read; (read = stream.Read(bytes)) > 0;)
        {
            position += read;
            ReadOnlySpan<char> text = characters.AsSpan(0, _decoder.GetChars(bytes, 0, read, characters, 0));
            for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
            {
                Add(_unfinished.Append(text[..end]).ToString().TrimEnd('\r'), lines);
                _unfinished.Clear();
            }

            _unfinished.Append(text);
        }
    }

    // A line without a stamp belongs to the one before it.
    private void Add(string line, List<LogLine> lines)
    {
        if (line.Length > StampLength && line[StampLength - 1] == 'Z' && line[10] == 'T' && line[StampLength] == ' ')
        {
            _stamp = line[..StampLength];
        }

        lines.Add(new(process, _stamp, line));
    }
}
