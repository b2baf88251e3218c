using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Logs;

namespace TestOrchestrator.Engine.Records;

/// <summary>Reads the directory of a run again and again while the run goes on. Not thread-safe.</summary>
public sealed class RunReader : IDisposable
{
    private readonly string _directory;
    private readonly LogReader _lines;
    private readonly RecordedEvents _events = new();

    /// <param name="directory">The directory of the run.</param>
    public RunReader(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _lines = new(Path.Combine(_directory, RunDirectory.EventsFileName));
    }

    /// <summary>Reads what has been written so far.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="JsonException">A file is not what a run writes.</exception>
    public RunRecord Read()
    {
        foreach (string line in _lines.ReadLines())
        {
            _events.Add(line);
        }

        using JsonDocument run = RunRecord.ReadDocument(Path.Combine(_directory, RunDirectory.RunFileName));
        JsonElement root = run.RootElement;
        return new()
        {
            Directory = _directory,
            Id = RunRecord.Text(root, "id"),
            Name = RunRecord.Text(root, "name"),
            Lane = RunRecord.Text(root, "lane"),
            Started = root.TryGetProperty("started", out JsonElement started) ? started.GetDateTimeOffset() : default,
            Ended = _events.Ended,
            Applications = [.. ApplicationRecord.ReadAll(_directory, _events)],
        };
    }

    /// <summary>Closes the file of the events.</summary>
    public void Dispose() => _lines.Dispose();
}
