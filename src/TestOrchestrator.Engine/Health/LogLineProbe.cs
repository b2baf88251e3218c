using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Health;

/// <summary>Looks whether a program has written a line since it was started. Each look reads what is new. Not thread-safe.</summary>
/// <param name="path">The log. What it holds when the probe is made is of former starts.</param>
/// <param name="pattern">What the line looks like, without a stamp.</param>
internal sealed class LogLineProbe(string path, Regex pattern)
{
    private readonly LogReader _log = LogReader.FromItsEnd(path);
    private string? _last;
    private bool _seen;

    public Observation Look()
    {
        if (!_seen)
        {
            IReadOnlyList<string> lines = [.. _log.ReadLines().Select(LogStamp.Strip)];
            _last = lines is [.., { } last] ? last : _last;

            // A line that is not finished may be all that a prompt ever writes.
            _seen = lines.Append(LogStamp.Strip(_log.Unfinished)).Any(l => l.Length > 0 && pattern.IsMatch(l));
        }

        if (_seen)
        {
            _log.Dispose();
            return Observation.Satisfied;
        }

        return Observation.NotYet($"no line in its log that matches '{pattern}'{(_last is null ? ", and no line at all" : $"; the last line is: {_last}")}");
    }
}
