using TestOrchestrator.Engine.Records;
using TestOrchestrator.Testing.Sessions;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>Says in the directory of an application why its tests failed, for when the run is opened later.</summary>
internal static class FailureFile
{
    public static async Task AppendAsync(ClassApp app, string test, string report)
    {
        try
        {
            string path = Path.Combine(app.Application.Directory, ApplicationRecord.FailureFileName);
            await File.AppendAllTextAsync(path, $"{test} failed.{Environment.NewLine}{report}{Environment.NewLine}").ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stands in the output of the test, too.
        }
    }
}
