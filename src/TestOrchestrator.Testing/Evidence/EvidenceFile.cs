using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>A file that tells of a failed class, to be published with the results.</summary>
internal sealed record EvidenceFile
{
    public required string Path { get; init; }

    public required string DisplayName { get; init; }

    public static IEnumerable<EvidenceFile> Of(ClassApp app)
    {
        foreach ((string name, string path) in TrafficFiles.Of(app).Where(f => File.Exists(f.Path)))
        {
            yield return new() { Path = path, DisplayName = $"{app.ClassName}: traffic of '{name}' (HAR)" };
        }

        foreach (string log in Directory.EnumerateFiles(app.Application.LogDirectory, "*.log").Order(StringComparer.Ordinal))
        {
            yield return new() { Path = log, DisplayName = $"{app.ClassName}: log of '{System.IO.Path.GetFileNameWithoutExtension(log)}'" };
        }
    }
}
