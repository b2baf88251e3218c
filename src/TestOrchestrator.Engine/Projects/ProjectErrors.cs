using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Projects;

/// <summary>The errors of projects, the last of TO12xx.</summary>
internal static class ProjectErrors
{
    private const int Many = 20;

    public static EngineException NotBuilt(string project, string target) => new(
        "TO1208",
        $"Project '{project}' is not built: '{target}' is not there. Build the app host, which builds what it references.");

    public static EngineException BuildFailed(string projectPath, string how) => new(
        "TO1209",
        $"'{projectPath}' could not be built: {how}");

    public static EngineException NoTarget(string projectPath) => new(
        "TO1209",
        $"'{projectPath}' could be built, but has no TargetPath: it is not a project that makes a program.");

    public static EngineException UnknownPackage(string project, string package, bool isFramework, IReadOnlyList<string> known) => new(
        "TO1210",
        $"'{project}' is to have the package '{package}' for itself, but it does not use it. " + (isFramework
            ? "It is a part of the framework, of which a process has one: WithLane(\"real\") gives the service a process of its own."
            : NearNames.Of(package, known) is { Count: > 0 } near ? $"It uses: {Quoted(near)}."
            : known.Count == 0 ? "It uses no packages."
            : $"It uses: {Quoted(known.Take(Many))}{(known.Count > Many ? $", and {known.Count - Many} more" : "")}."));

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
