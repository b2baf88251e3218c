using System.Text;

namespace TestOrchestrator.Engine.Logs;

/// <summary>Reads the lines of a log that is still written to, and that a new file may take the place of (rotation). Not thread-safe.</summary>
/// <param name="path">The file, which need not be there yet.</param>
public sealed class LogReader(string path)
{
    private const int ReadSize = 16 * 1024;

    private readonly StringBuilder _unfinished = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _position;

    /// <summary>Gets what was read of a line that has no end yet.</summary>
    public string Unfinished => _unfinished.ToString();

    /// <summary>Goes on from where the file ends now: what it holds is of no interest.</summary>
    public void SkipToEnd() => _position = File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Reads the lines that were finished since the last time.</summary>
    /// <returns>The lines, without their ends; none as long as there is no file.</returns>
    public IReadOnlyList<string> ReadLines()
    {
        List<string> lines = [];
        if (!File.Exists(path))
        {
            return lines;
        }

        // A file that is shorter than what was read of it is the next one; the rest of the last one has its name now.
        if (new FileInfo(path).Length < _position)
        {
            if (File.Exists($"{path}.1"))
            {
                Read($"{path}.1", lines);
            }

            _position = 0;
        }

        Read(path, lines);
        return lines;
    }

    private void Read(string file, List<string> lines)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(_position, SeekOrigin.Begin);
        byte[] bytes = new byte[ReadSize];
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        for (int read; (read = stream.Read(bytes)) > 0;)
        {
            _position += read;
            Take(characters.AsSpan(0, _decoder.GetChars(bytes, 0, read, characters, 0)), lines);
        }
    }

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
