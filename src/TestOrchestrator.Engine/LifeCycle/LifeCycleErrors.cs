using TestOrchestrator.Engine.Admissions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>The errors of the life cycle, TO14xx.</summary>
internal static class LifeCycleErrors
{
    public static EngineException NotAllowed(string name, UnitState from, UnitState to) => new(
        "TO1401",
        $"'{name}' is {from} and cannot become {to}.");

    public static EngineException DidNotStart(string app, IEnumerable<string> failures) => new(
        "TO1402",
        $"The application '{app}' did not start:{string.Concat(failures.Select(f => $"{Environment.NewLine}{f}"))}");


    public static EngineException NoSuchUnit(string name, IEnumerable<string> known) => new(
        "TO1404",
        $"There is nothing named '{name}' that runs. There are: {string.Join(", ", known.Order(StringComparer.Ordinal).Select(n => $"'{n}'"))}.");

    public static EngineException CannotStart(string name, UnitState state) => new(
        "TO1405",
        $"'{name}' cannot be started: it is {state}. Only what was stopped, has ended, or is started by name only can be.");

    public static EngineException CannotStop(string name, UnitState state) => new(
        "TO1406",
        $"'{name}' cannot be stopped: it is {state}.");


    public static EngineException RunIsOver(string run) => new(
        "TO1408",
        $"The run {run} is being stopped; no application can be started in it any more.");

    public static EngineException QueuedTooLong(string app, TimeSpan limit, AdmissionStatus status) => new(
        "TO1413",
        $"The application '{app}' waited {limit.TotalSeconds:0.###} s for its turn to start. {status.Places} may start at the same time; now {string.Join(", ", status.Starting.Select(s => $"'{s}'"))} start, and {status.Queued.Length} wait.");

    public static EngineException Ended(string name, string how, string lastLines) => new(
        "TO1409",
        $"'{name}' {how}. {lastLines}");
}
