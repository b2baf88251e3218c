using System.Text;

namespace TestOrchestrator.Engine.Logs;

/// <summary>Reads the lines of a log that is still written to, across rotations. Not thread-safe.</summary>
public sealed class LogReader : IDisposable
{
    private const int ReadSize = 16 * 1024;

    private readonly RotatedLog _log;
    private readonly StringBuilder _unfinished = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _bytes = new byte[ReadSize];
    private readonly char[] _characters = new char[Encoding.UTF8.GetMaxCharCount(ReadSize)];

    /// <summary>Begins with the first line of a log.</summary>
    /// <param name="path">The file, which need not be there yet.</param>
    public LogReader(string path)
        : this(RotatedLog.FromItsBeginning(path))
    {
    }

    private LogReader(RotatedLog log) => _log = log;

    /// <summary>Gets what was read of a line that has no end yet.</summary>
    public string Unfinished => _unfinished.ToString();

    /// <summary>Begins behind what a log holds now.</summary>
    /// <param name="path">The file, which need not be there yet.</param>
    /// <returns>A reader.</returns>
    public static LogReader FromItsEnd(string path) => new(RotatedLog.FromItsEnd(path));

    /// <summary>Reads the lines that were finished since the last time.</summary>
    /// <returns>The lines, without their ends; none as long as there is no file.</returns>
    public IReadOnlyList<string> ReadLines()
    {
        List<string> lines = [];
        for (int read; (read = _log.Read(_bytes)) > 0;)
        {
            Take(_characters.AsSpan(0, _decoder.GetChars(_bytes, 0, read, _characters, 0)), lines);
        }

        return lines;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _log.Dispose();

    private void Take(ReadOnlySpan<char> text, List<string> lines)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            lines.Add(_unfinished.Append(text[..end]).ToString().TrimEnd('\r'));
            _unfinished.Clear();
        }

        _unfinished.Append(text);
    }
}
