using System.Text.Json;

namespace TestOrchestrator.Engine.Records;

/// <summary>The events of a run that tell of its applications, by application. Not thread-safe.</summary>
internal sealed class RecordedEvents
{
    private readonly Dictionary<string, DateTimeOffset> _started = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _ready = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopping = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _stopped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Application, bool HasFailed), int> _tests = [];
    private readonly Dictionary<(string Application, string Unit), List<StateRecord>> _states = [];

    /// <summary>Gets when the run had ended; null as long as it goes on, or if its end was not written.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>
    /// Adds a line of the file. What is no event is left out: the nursery appends to the same file, and a disk may be full.
    /// </summary>
    public void Add(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Add(document.RootElement);
        }
        catch (JsonException)
        {
            // Half a line is none.
        }
    }

    public DateTimeOffset? StartOf(string application) => _started.TryGetValue(application, out DateTimeOffset at) ? at : null;

    public DateTimeOffset? ReadyOf(string application) => _ready.TryGetValue(application, out DateTimeOffset at) ? at : null;

    public DateTimeOffset? StopOf(string application) => _stopped.TryGetValue(application, out DateTimeOffset at) ? at : null;

    public string? SourceOfKept(string application) => _kept.GetValueOrDefault(application);

    public int TestsOf(string application, bool hasFailed) => _tests.GetValueOrDefault((application, hasFailed));

    public IEnumerable<StateRecord> StatesOf(string application, string unit) => _states.GetValueOrDefault((application, unit)) ?? [];

    private void Add(JsonElement line)
    {
        DateTimeOffset at = line.GetProperty("at").GetDateTimeOffset();
        string kind = RunRecord.Text(line, "event");
        if (kind is "run-ended" or "run-abandoned")
        {
            Ended = at;
        }

        string application = RunRecord.Text(line, "app");
        if (application.Length == 0)
        {
            return;
        }

        switch (kind)
        {
            case "app-starting":
                _started[application] = at;
                break;
            case "app-started":
                _ready[application] = at;
                break;
            case "app-stopping":
                _stopping.Add(application);
                break;
            case "app-stopped":
                _stopped[application] = at;
                break;
            case "app-kept" when RunRecord.Text(line, "source") is { Length: > 0 } source:
                _kept[application] = source;
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
