using System.Text;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>Reads the lines that are appended to a file. Not thread-safe.</summary>
internal sealed class LogFollower(string path) : IDisposable
{
    private readonly StringBuilder _line = new();
    private StreamReader? _reader;

    /// <summary>Reads the whole lines that have come since the last time; none as long as there is no file.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        if (_reader is null)
        {
            if (!File.Exists(path))
            {
                return [];
            }

            _reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);
        }

        List<string> lines = [];
        for (int next = _reader.Read(); next >= 0; next = _reader.Read())
        {
            if (next == '\n')
            {
                lines.Add(_line.ToString().TrimEnd('\r'));
                _line.Clear();
            }
            else
            {
                _line.Append((char)next);
            }
        }

        return lines;
    }

    public void Dispose() => _reader?.Dispose();
}
