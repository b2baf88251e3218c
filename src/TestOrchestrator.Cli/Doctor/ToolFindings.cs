using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Postgres.Binaries;
using TestOrchestrator.Redis.Providers;

namespace TestOrchestrator.Cli.Doctor;

/// <summary>Looks for the programs that resources need.</summary>
internal static class ToolFindings
{
    public static IEnumerable<Finding> Look()
    {
        yield return Of(ToolShelf.Survey(PostgresTools.Definition));
        yield return Of(ToolShelf.Survey(RedisTools.Definition));
        yield return ProgramPath.InPath("setpriv") is { } setpriv
            ? new() { Name = "setpriv", State = FindingState.Good, Seen = setpriv }
            : new()
            {
                Name = "setpriv",
                State = FindingState.Warning,
                Seen = "not in PATH: processes do not die with a nursery that is killed, but with the next start's janitor",
                Help = "Install util-linux: 'sudo apt-get install util-linux'.",
            };
        yield return ContainerEngine();
    }

    // Aspire's own engine uses one of these.
    private static Finding ContainerEngine() => (ProgramPath.InPath("docker") ?? ProgramPath.InPath("podman")) is { } engine
        ? new() { Name = "container engine", State = FindingState.Good, Seen = $"{engine}, for containers" }
        : new()
        {
            Name = "container engine",
            State = FindingState.Good,
            Seen = "none; the lanes 'fast' and 'real' need one for images other than Postgres, Redis and Valkey",
            Help = "The lane 'aspire' needs one if the app host has containers: install Docker or Podman.",
        };

    private static Finding Of(ToolSurvey survey) => survey switch
    {
        { Problem: { } problem } => new() { Name = survey.Definition.Name, State = FindingState.Missing, Seen = problem, Help = $"Correct or remove {survey.Definition.Variable}." },
        { Directory: { } directory } => new() { Name = survey.Definition.Name, State = FindingState.Good, Seen = $"installed: {directory}" },
        { Cached: { } cached } => new() { Name = survey.Definition.Name, State = FindingState.Good, Seen = $"fetched: {cached}" },
        { CanFetch: true } => new() { Name = survey.Definition.Name, State = FindingState.Warning, Seen = "not installed; it is fetched into the cache when it is needed first", Help = $"To have it at once: {survey.Definition.Help}" },
        _ => new() { Name = survey.Definition.Name, State = FindingState.Missing, Seen = "neither installed nor can it be fetched (no npm, no apt-get)", Help = survey.Definition.Help },
    };
}
