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
    private readonly RotatedLog _log = RotatedLog.FromItsEnd(path);
    private readonly byte[] _bytes = new byte[16 * 1024];
    private readonly char[] _characters = new char[Encoding.UTF8.GetMaxCharCount(16 * 1024)];
    private string? _last;
    private bool _seen;

    public Observation Look()
    {
        for (int read; !_seen && (read = _log.Read(_bytes)) > 0;)
        {
            Take(_characters.AsSpan(0, _decoder.GetChars(_bytes, 0, read, _characters, 0)));
        }

        // A line that is not finished may be all that a prompt ever writes.
        _seen |= _unfinished.Length > 0 && Matches(_unfinished.ToString());
        if (_seen)
        {
            _log.Dispose();
            return Observation.Satisfied;
        }

        return Observation.NotYet($"no line in its log that matches '{pattern}'{(_last is null ? ", and no line at all" : $"; the last line is: {_last}")}");
    }

    private void Take(ReadOnlySpan<char> text)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            string line = _unfinished.Append(text[..end]).ToString().TrimEnd('\r');
            _unfinished.Clear();
            _last = LogStamp.Strip(line);
            _seen |= Matches(line);
        }

        _unfinished.Append(text);
    }

    private bool Matches(string line) => pattern.IsMatch(LogStamp.Strip(line));
}
