using System.Text;
using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks whether a program has written a line since it was started. Each look reads what is new. Not thread-safe.</summary>
/// <param name="path">The log. What it holds when the probe is made is of former starts.</param>
/// <param name="pattern">What the line looks like, without a stamp.</param>
internal sealed class LogLineProbe(string path, Regex pattern)
{
    private readonly StringBuilder _unfinished = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _position = File.Exists(path) ? new FileInfo(path).Length : 0;
    private string? _last;
    private bool _seen;

    public Observation Look()
    {
        if (!_seen && File.Exists(path))
        {
            // A file that is shorter than what was read of it is the next one.
            if (new FileInfo(path).Length < _position)
            {
                Read($"{path}.1", ref _position);
                _position = 0;
            }

            Read(path, ref _position);
        }

        return _seen ? Observation.Satisfied
            : Observation.NotYet($"no line in its log that matches '{pattern}'{(_last is null ? ", and no line at all" : $"; the last line is: {_last}")}");
    }

    private void Read(string file, ref long position)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(position, SeekOrigin.Begin);
        byte[] bytes = new byte[16 * 1024];
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        for (int read; !_seen && (read = stream.Read(bytes)) > 0;)
        {
            position += read;
            Take(characters.AsSpan(0, _decoder.GetChars(bytes, 0, read, characters, 0)));
        }

        // A line that is not finished may be all that a prompt ever writes.
        _seen |= _unfinished.Length > 0 && Matches(_unfinished.ToString());
    }

    private void Take(ReadOnlySpan<char> text)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            string line = _unfinished.Append(text[..end]).ToString().TrimEnd('\r');
            _unfinished.Clear();
            _last = line;
            _seen |= Matches(line);
        }

        _unfinished.Append(text);
    }

    private bool Matches(string line) => pattern.IsMatch(LogStamp.Strip(line));
}
