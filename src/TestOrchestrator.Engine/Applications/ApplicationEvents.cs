using TestOrchestrator.Engine.Events;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Writes what happens to one application to the events of its run. Thread-safe.</summary>
internal sealed class ApplicationEvents(RunEvents events, string application)
{
    public void Write(string name, params ReadOnlySpan<(string Name, object? Value)> properties) =>
        events.Write(name, [("app", application), .. properties]);

    public void Note(string text) => Write("note", ("text", text));

    public void Change(UnitSnapshot snapshot) => Write(
        "resource-state",
        ("resource", snapshot.Name),
        ("state", snapshot.State),
        ("pid", snapshot.Process?.Pid),
        ("exitCode", snapshot.Exit?.ExitCode),
        ("signal", snapshot.Exit?.Signal),
        ("reason", snapshot.Reason));
}
