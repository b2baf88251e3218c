namespace TestOrchestrator.Nursery.Ending;

/// <summary>Removes the state directory of the run.</summary>
internal static class StateDirectory
{
    public static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already, or the next start's janitor tries again.
        }
    }
}
