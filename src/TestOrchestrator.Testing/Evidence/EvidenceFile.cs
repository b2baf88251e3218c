using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>A file that tells of a failed class, or of the recordings, to be published with the results.</summary>
internal sealed record EvidenceFile
{
    public required string Path { get; init; }

    public required string DisplayName { get; init; }

    public static IEnumerable<EvidenceFile> Of(ClassApp app) => TrafficFiles.Of(app)
        .Where(f => File.Exists(f.Path))
        .Select(f => new EvidenceFile { Path = f.Path, DisplayName = $"{app.ClassName}: traffic of '{f.Name}' (HAR)" })
        .Concat(LogsOf(app.ClassName, app.Application));

    public static IEnumerable<EvidenceFile> LogsOf(string className, RunningApplication application) => Directory
        .EnumerateFiles(application.LogDirectory, "*.log")
        .Order(StringComparer.Ordinal)
        .Select(log => new EvidenceFile { Path = log, DisplayName = $"{className}: log of '{System.IO.Path.GetFileNameWithoutExtension(log)}'" });
}
