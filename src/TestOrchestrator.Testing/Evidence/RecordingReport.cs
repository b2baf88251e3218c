using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>What became of the recordings of a run, as a file whose name tells it already.</summary>
internal static class RecordingReport
{
    // 'dotnet test' of .NET 10 discards what a test host says to its terminal, but lists the paths of its files at the end.
    public static EvidenceFile Write(RecordingTally tally, string directory)
    {
        string path = Path.Combine(directory, $"{tally.Summary.Replace(':', ',')}.txt");
        File.WriteAllLines(path, [tally.Render(), "", tally.RenderTests()]);
        return new EvidenceFile { Path = path, DisplayName = tally.Summary };
    }
}
