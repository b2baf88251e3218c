using System.Globalization;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Cli.Logs;

/// <summary>The log of one process, with the files that it was rotated into. Not thread-safe.</summary>
internal sealed class LogFile(string process, string path) : IDisposable
{
    private const int MostFiles = 1000;

    private readonly LogReader _reader = new(path);
    private string _stamp = "";

    /// <summary>Gets the process.</summary>
    public string Process => process;

    /// <summary>Reads what was rotated away before, the oldest first. Called once, before anything else.</summary>
    public IReadOnlyList<LogLine> ReadRotated() =>
    [
        .. Enumerable.Range(1, MostFiles)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"))
            .TakeWhile(File.Exists)
            .Reverse()
            .SelectMany(ReadAll)
            .Select(Stamped),
    ];

    /// <summary>Reads the lines that were finished since the last call.</summary>
    public IReadOnlyList<LogLine> ReadLines() => [.. _reader.ReadLines().Select(Stamped)];

    public void Dispose() => _reader.Dispose();

    private static IReadOnlyList<string> ReadAll(string file)
    {
        using LogReader reader = new(file);
        return reader.ReadLines();
    }

    // A line without a stamp belongs to the one before it.
    private LogLine Stamped(string line)
    {
        _stamp = LogStamp.Of(line) ?? _stamp;
        return new(process, _stamp, line);
    }
}
