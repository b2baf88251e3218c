using System.Text.Json;

namespace TestOrchestrator.Engine.Records;

/// <summary>The events of a run that tell of its applications, by application. Immutable when it has been read.</summary>
internal sealed class RecordedEvents
{
    private readonly Dictionary<string, DateTimeOffset> _started = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopping = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _stopped = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Application, bool HasFailed), int> _tests = [];
    private readonly Dictionary<(string Application, string Unit), List<StateRecord>> _states = [];

    public static RecordedEvents Read(string path)
    {
        RecordedEvents events = new();
        if (!File.Exists(path))
        {
            return events;
        }

        // The run may go on: others append to the file meanwhile, and its last line may be half a line.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        while (reader.ReadLine() is { } line)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                events.Add(document.RootElement);
            }
            catch (JsonException)
            {
                continue;
            }
        }

        return events;
    }

    public DateTimeOffset? StartOf(string application) => _started.TryGetValue(application, out DateTimeOffset at) ? at : null;

    public DateTimeOffset? StopOf(string application) => _stopped.TryGetValue(application, out DateTimeOffset at) ? at : null;

    public int TestsOf(string application, bool hasFailed) => _tests.GetValueOrDefault((application, hasFailed));

    public IEnumerable<StateRecord> StatesOf(string application, string unit) => _states.GetValueOrDefault((application, unit)) ?? [];

    private void Add(JsonElement line)
    {
        string application = RunRecord.Text(line, "app");
        if (application.Length == 0)
        {
            return;
        }

        DateTimeOffset at = line.GetProperty("at").GetDateTimeOffset();
        switch (RunRecord.Text(line, "event"))
        {
            case "app-starting":
                _started[application] = at;
                break;
            case "app-stopping":
                _stopping.Add(application);
                break;
            case "app-stopped":
                _stopped[application] = at;
                break;
            case "test-ended":
                bool hasFailed = RunRecord.Text(line, "outcome") != "passed";
                _tests[(application, hasFailed)] = _tests.GetValueOrDefault((application, hasFailed)) + 1;
                break;
            case "resource-state" when !_stopping.Contains(application):
                AddState(application, at, line);
                break;
        }
    }

    private void AddState(string application, DateTimeOffset at, JsonElement line)
    {
        (string Application, string Unit) key = (application, RunRecord.Text(line, "resource"));
        if (!_states.TryGetValue(key, out List<StateRecord>? states))
        {
            _states.Add(key, states = []);
        }

        states.Add(new()
        {
            At = at,
            State = RunRecord.Text(line, "state"),
            ExitCode = line.TryGetProperty("exitCode", out JsonElement code) && code.TryGetInt32(out int number) ? number : null,
            Reason = RunRecord.Text(line, "reason") is { Length: > 0 } reason ? reason : null,
        });
    }
}
