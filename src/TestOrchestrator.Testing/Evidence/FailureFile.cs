using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Testing.Evidence;

/// <summary>
/// Says in the directory of an application why its tests failed, or why it did not start, for who shows the run from there.
/// </summary>
internal static class FailureFile
{
    public static async Task AppendAsync(RunningApplication application, string text)
    {
        try
        {
            string path = Path.Combine(application.Directory, ApplicationRecord.FailureFileName);
            await File.AppendAllTextAsync(path, $"{text}{Environment.NewLine}").ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stands in the output of the test, too.
        }
    }
}
